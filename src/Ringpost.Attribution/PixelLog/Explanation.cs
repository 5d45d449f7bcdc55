using System.Text;
using System.Text.Json;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>Reads the stored steps and adds the last one, which follows from what the write made of the postback.</summary>
internal static class Explanation
{
    public static IReadOnlyList<ExplanationLine> Read(string stored, PostbackOutcome outcome, ConversionId? conversion)
    {
        var lines = stored.StartsWith('[') ? ReadJson(stored) : ReadText(stored);
        if (Write(outcome, conversion) is { } last)
            lines.Add(last);
        return lines;
    }

    /// <summary>As <see cref="ExplanationText"/> writes it.</summary>
    private static List<ExplanationLine> ReadText(string stored)
    {
        var lines = new List<ExplanationLine>();
        foreach (var line in stored.Split(ExplanationText.End, StringSplitOptions.RemoveEmptyEntries))
        {
            var verdict = line.IndexOfAny(['+', '?', '!']);
            if (verdict > 0)
                lines.Add(new ExplanationLine(Full(line[..verdict]), Verdict(line[verdict]), Phrase.OfKept(Full(line[(verdict + 1)..]))));
        }

        return lines;
    }

    private static string Verdict(char sign) =>
        sign switch
        {
            '+' => "pass",
            '?' => "pending",
            _ => "stop",
        };

    private static string Full(string shortened)
    {
        var text = new StringBuilder(shortened.Length * 4);
        foreach (var c in shortened)
            if (ExplanationPhrases.IsCode(c))
                text.Append(ExplanationPhrases.Find(c) ?? "…");
            else
                text.Append(c);
        return text.ToString();
    }

    /// <summary>As earlier versions wrote it: an array of <c>[step, verdict, sentence]</c>.</summary>
    private static List<ExplanationLine> ReadJson(string stored) =>
        [
            .. (JsonSerializer.Deserialize<string[][]>(stored, RingpostJson.Options) ?? []).Select(line => new ExplanationLine(
                line[0],
                line[1],
                Phrase.OfKept(line[2])
            )),
        ];

    private static ExplanationLine? Write(PostbackOutcome outcome, ConversionId? conversion) =>
        outcome switch
        {
            PostbackOutcome.Stored => new("write", "pass", $"Stored as conversion {conversion}."),
            PostbackOutcome.Completed => new("write", "pass", $"Fills in an amount that conversion {conversion} still awaited."),
            PostbackOutcome.Repeat => new("write", "pass", $"The same request again: conversion {conversion} stands."),
            PostbackOutcome.Duplicate => new(
                "write",
                "stop",
                $"Conversion {conversion} already stands for this event, by its transaction id or its session."
            ),
            PostbackOutcome.DuplicateOtherAmount => new(
                "write",
                "stop",
                $"Conversion {conversion} already stands for this event, by its transaction id or its session, with another amount."
            ),
            PostbackOutcome.Malformed
            or PostbackOutcome.TimeOutOfRange
            or PostbackOutcome.InvalidOffer
            or PostbackOutcome.InvalidAdvertiser
            or PostbackOutcome.InvalidRequestId
            or PostbackOutcome.InvalidEvent
            or PostbackOutcome.IpNotWhitelisted
            or PostbackOutcome.RateLimited
            or PostbackOutcome.ClicklessDisabled
            or PostbackOutcome.InvalidAffiliate
            or PostbackOutcome.InvalidCampaign
            or PostbackOutcome.OfferInactive
            or PostbackOutcome.CapReached
            or PostbackOutcome.SessionExpired
            or PostbackOutcome.TooFast => null,
        };
}
