using Ringpost.Primitives;

namespace Ringpost.Delivery.Outbox;

/// <summary>The rule by which an answer is judged, as a sentence: beside a pixel, in its dry run, on a delivery.</summary>
public static class DeliveredWhen
{
    public static Phrase Sentence(SuccessRule rule, SendTerms terms)
    {
        var status = terms.AnswerStatus is { } list ? Phrase.Of($"a status of {list}") : "a 2xx status";
        var asked =
            rule == SuccessRule.CakeEnvelope
                ? Phrase.Of($"it has {status} and, where it is a CAKE envelope, that accepts")
                : Phrase.Of($"it has {status}");
        if (terms.AnswerHas is { } wanted)
            asked = Phrase.Of($"{asked}, and it contains “{wanted}”");
        if (terms.AnswerLacks is { } unwanted)
            asked = Phrase.Of($"{asked}, and it does not contain “{unwanted}”");
        return $"The answer counts as delivered when {asked}.";
    }
}
