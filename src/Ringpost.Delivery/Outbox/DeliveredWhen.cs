namespace Ringpost.Delivery.Outbox;

/// <summary>The rule by which an answer is judged, as a sentence: beside a pixel, in its dry run, on a delivery.</summary>
public static class DeliveredWhen
{
    public static string Sentence(SuccessRule rule, SendTerms terms)
    {
        var status = terms.AnswerStatus is { } list ? $"a status of {list}" : "a 2xx status";
        var asked = new List<string>
        {
            rule == SuccessRule.CakeEnvelope ? $"it has {status} and, where it is a CAKE envelope, that accepts" : $"it has {status}",
        };
        if (terms.AnswerHas is { } wanted)
            asked.Add($"it contains “{wanted}”");
        if (terms.AnswerLacks is { } unwanted)
            asked.Add($"it does not contain “{unwanted}”");
        return $"The answer counts as delivered when {string.Join(", and ", asked)}.";
    }
}
