using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.Earnings;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>What sets a finding right, the likeliest first. Without I/O; each fix asks for its own permission when it is run.</summary>
internal static class OwnFixes
{
    public static IEnumerable<OwnFix> Of(JudgedCall judged, AgreementFinding finding, BookedConversion? conversion)
    {
        switch (finding.Verdict)
        {
            case AgreementVerdict.NeverSent:
            case AgreementVerdict.OnItsWay:
            case AgreementVerdict.SentButRejected:
            case AgreementVerdict.NeverArrived:
                return judged.Fate?.Fixes ?? [];
            case AgreementVerdict.Rejected:
                return [Void(judged.Call!), new OwnFix(OwnFixKind.ApproveConversion, ConversionId: conversion!.Id)];
            case AgreementVerdict.CountedTwice:
            case AgreementVerdict.UnknownCall:
            case AgreementVerdict.UnpaidCall:
            case AgreementVerdict.Test when finding.Count > 0:
                return [new OwnFix(OwnFixKind.RejectConversion, ConversionId: conversion!.Id)];
            case AgreementVerdict.AnotherAmount:
                return
                [
                    .. judged.Change?.Fixes ?? [],
                    new OwnFix(
                        OwnFixKind.AdjustConversion,
                        ConversionId: conversion!.Id,
                        Received: After(conversion.Received, finding.Received),
                        Paid: After(conversion.Paid, finding.Paid)
                    ),
                    new OwnFix(
                        OwnFixKind.AdjustCall,
                        CallId: judged.Call!.Id,
                        Received: (judged.Call.Revenue + (finding.Received ?? 0)) / 1_000_000m,
                        Paid: (judged.Call.Payout + (finding.Paid ?? 0)) / 1_000_000m
                    ),
                ];
            case AgreementVerdict.AnotherCurrency:
            case AgreementVerdict.AnotherCampaign:
            case AgreementVerdict.AnotherDay:
            case AgreementVerdict.Test:
            case AgreementVerdict.TakenElsewhere:
            case AgreementVerdict.Matched:
                return [];
            default:
                throw new InvalidOperationException($"No such verdict: {finding.Verdict}.");
        }
    }

    private static OwnFix Void(EarnedCall call) => new(OwnFixKind.AdjustCall, CallId: call.Id, Received: 0, Paid: 0);

    /// <summary>Of several events the one with the money carries the whole difference; nothing falls below zero.</summary>
    private static decimal After(long now, long? difference) => Math.Max(0, now - (difference ?? 0)) / 1_000_000m;
}
