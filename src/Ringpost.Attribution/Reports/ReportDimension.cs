using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Attribution.Reports;

/// <summary>What a report can be grouped by (cake.md 9.1). The sub-affiliate is s1.</summary>
[JsonConverter(typeof(ReportDimensionJson))]
public enum ReportDimension
{
    Advertiser,
    Offer,
    Affiliate,
    Campaign,
    Creative,
    Event,
    SubAffiliate,
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>The words for dimensions in the API and on pages.</summary>
public static class ReportDimensions
{
    public static IReadOnlyList<ReportDimension> All { get; } = Enum.GetValues<ReportDimension>();

    /// <summary>As the API says it: <c>subAffiliate</c>.</summary>
    public static string Word(this ReportDimension dimension) => JsonNamingPolicy.CamelCase.ConvertName($"{dimension}");

    /// <summary>As a column is titled: <c>Sub-affiliate</c>.</summary>
    public static string Title(this ReportDimension dimension) =>
        dimension == ReportDimension.SubAffiliate ? "Sub-affiliate" : $"{dimension}";

    public static bool IsTime(this ReportDimension dimension) => dimension >= ReportDimension.Hour;

    public static bool TryParse(string? word, out ReportDimension dimension)
    {
        foreach (var known in All)
        {
            if (known.Word() != word)
                continue;
            dimension = known;
            return true;
        }

        dimension = default;
        return false;
    }
}

internal sealed class ReportDimensionJson : JsonConverter<ReportDimension>
{
    public override ReportDimension Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReportDimensions.TryParse(reader.GetString(), out var dimension) ? dimension : throw new JsonException("Not a grouping.");

    public override void Write(Utf8JsonWriter writer, ReportDimension value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}
