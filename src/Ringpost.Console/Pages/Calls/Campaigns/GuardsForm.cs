using Ringpost.CallTracking.Guards;

namespace Ringpost.Console.Pages.Calls.Campaigns;

/// <summary>A campaign's doors as the fields of its card hold them.</summary>
internal sealed class GuardsForm
{
    public DuplicatesForm Duplicates { get; init; } = new();

    public SpamForm Spam { get; init; } = new();

    /// <summary>Its <c>Least</c> is null where the instance's requirement holds.</summary>
    public AttestationForm Attestation { get; init; } = new();

    public CheckForm Check { get; init; } = new();

    public static GuardsForm Of(CampaignGuards guards) =>
        new()
        {
            Duplicates = new DuplicatesForm
            {
                On = CallWords.Word(guards.Duplicates.On),
                Seconds = guards.Duplicates.On == DuplicateOn.CallLength ? guards.Duplicates.Seconds : null,
                Routing = CallWords.Word(guards.Duplicates.Routing),
                Strict = guards.Duplicates.Strict,
                Anonymous = guards.Duplicates.Anonymous,
            },
            Spam = new SpamForm { Seconds = guards.Spam.Seconds, Anonymous = guards.Spam.Anonymous },
            Attestation = guards.Attestation is { } own ? AttestationForm.Of(own) : new AttestationForm { Least = null },
            Check = guards.Check is { } check
                ? new CheckForm
                {
                    Url = check.Url,
                    Milliseconds = check.Milliseconds,
                    WhenUnanswered = CallWords.Word(check.WhenUnanswered),
                }
                : new CheckForm(),
        };

    internal sealed class DuplicatesForm
    {
        public string? On { get; set; }

        public decimal? Seconds { get; set; }

        public string? Routing { get; set; }

        public bool Strict { get; set; }

        public bool Anonymous { get; set; }

        public DuplicateRequest Request() => new(On, CallWords.Whole(Seconds), Anonymous, Routing, Strict);
    }

    internal sealed class CheckForm
    {
        /// <summary>Empty: nobody is asked.</summary>
        public string? Url { get; set; }

        public decimal? Milliseconds { get; set; } = CheckSetting.Usual;

        public string? WhenUnanswered { get; set; } = "pass";

        public CheckRequest? Request() =>
            string.IsNullOrWhiteSpace(Url) ? null : new CheckRequest(Url, CallWords.Whole(Milliseconds), WhenUnanswered);
    }

    internal sealed class SpamForm
    {
        public decimal? Seconds { get; set; }

        public bool Anonymous { get; set; }

        public SpamRequest Request() => new(CallWords.Whole(Seconds) ?? 0, Anonymous);
    }
}
