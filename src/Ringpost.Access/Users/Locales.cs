namespace Ringpost.Access.Users;

/// <summary>The ways of writing numbers and dates that a person can choose (our choice: where people of this field work).</summary>
public static class Locales
{
    public static readonly IReadOnlyList<string> All =
    [
        "en-US",
        "en-GB",
        "en-CA",
        "en-AU",
        "en-IN",
        "de-DE",
        "de-CH",
        "es-ES",
        "es-MX",
        "fr-FR",
        "fr-CA",
        "it-IT",
        "nl-NL",
        "pl-PL",
        "pt-BR",
        "pt-PT",
        "sv-SE",
    ];
}
