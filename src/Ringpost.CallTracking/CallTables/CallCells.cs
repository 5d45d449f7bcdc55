using System.Text.Json.Serialization;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallTables;

/// <summary>An amount with the currency it is in; in JSON the number alone.</summary>
[JsonConverter(typeof(CallAmountJson))]
public readonly record struct CallAmount(long Millionths, Currency Currency);

/// <summary>What a row's columns are taken from: the stored row for times and flags, the summary for what names and masks have passed over.</summary>
internal sealed record CallCells(CallRow Row, CallSummary Call, CallConfiguration Configuration, CallFacts Facts)
{
    /// <summary>By <c>tag:Type:Name</c>.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public Publisher? Publisher => Call.PublisherId is { } id ? Configuration.Publishers.GetValueOrDefault(id) : null;

    public Buyer? Buyer => Call.BuyerId is { } id ? Configuration.Buyers.GetValueOrDefault(id) : null;

    /// <summary>The leg that got the call; of several, after a recovery, the last.</summary>
    public LegFact? Leg => Facts.Legs.LastOrDefault(l => l.Connected);

    /// <summary>The group of targets that rang together, where one of them got the call.</summary>
    public Target? Group =>
        Leg is { RouteId: { } route }
        && Configuration.Routes.GetValueOrDefault(Call.CallCampaignId)?.FirstOrDefault(r => r.Id.Value == route) is { } found
        && Configuration.Targets.GetValueOrDefault(found.TargetId) is { Destination.Type: DestinationType.Group } group
            ? group
            : null;

    /// <summary>The call's length less its connected part (ringba.md 2.3); by our clock while it runs.</summary>
    public long? SecondsToConnect =>
        Row switch
        {
            { Connected: true, CallSeconds: { } all, ConnectedSeconds: { } talk } => Math.Max(0, all - talk),
            { Connected: true, ConnectedAt: { } at } => (at - Row.ArrivedAt.UnixMilliseconds) / 1000,
            _ => null,
        };

    public CallAmount Amount(long millionths) => new(millionths, Call.Currency);

    /// <summary>What the carrier charged, in its own currency; null while it has not said.</summary>
    public CallAmount? Cost =>
        Row.Cost is { } cost ? new CallAmount(cost, Currency.TryParse(Row.CostCurrency, out var currency) ? currency : Currency.Usd) : null;
}

internal sealed class CallAmountJson : JsonConverter<CallAmount>
{
    public override CallAmount Read(
        ref System.Text.Json.Utf8JsonReader reader,
        Type typeToConvert,
        System.Text.Json.JsonSerializerOptions options
    ) => new(Money.ToMillionths(reader.GetDecimal()), Currency.Usd);

    public override void Write(System.Text.Json.Utf8JsonWriter writer, CallAmount value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Millionths / 1_000_000m);
}
