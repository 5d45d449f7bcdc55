using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Ringpost.CallTracking.Import;

/// <summary>A CSV file of Ringba's, by its name.</summary>
/// <param name="Open">Opens it from its beginning, as often as it is asked.</param>
public sealed record RingbaSource(string Name, Func<Stream> Open);

/// <summary>What a file of Ringba's is, by its titles.</summary>
internal enum RingbaFileKind
{
    CallDetails,
    BlockedNumbers,
    Unknown,
}

/// <summary>Reads a CSV file line by line: a byte order mark, quotes, either kind of titles (ringba.md 10.3).</summary>
internal sealed class RingbaFile(RingbaSource source)
{
    private static readonly string[] Numbers = ["phoneNumber", "Number", "Blocked Number", "Caller ID"];

    private Dictionary<string, int> _places = [];

    public string Name { get; } = source.Name;

    public RingbaFileKind Kind { get; private set; } = RingbaFileKind.Unknown;

    /// <summary>What a call log lacks to be one.</summary>
    public IReadOnlyList<string> Lacks =>
        [
            .. new[] { RingbaCalls.Id, RingbaCalls.At, RingbaCalls.Caller, RingbaCalls.Campaign }
                .Where(names => !Array.Exists(names, Has))
                .Select(names =>
                    names == RingbaCalls.Id ? "Inbound Call ID"
                    : names == RingbaCalls.Campaign ? "Campaign"
                    : names[1]
                ),
        ];

    public void ReadTitles() => _ = Rows().Any();

    /// <summary>Fields of each line, with the line's number as a spreadsheet shows it.</summary>
    public IEnumerable<(long Row, Func<string[], string?> Field)> Rows()
    {
        using var text = new StreamReader(source.Open(), detectEncodingFromByteOrderMarks: true);
        using var csv = new CsvParser(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                BadDataFound = null,
                IgnoreBlankLines = true,
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
            }
        );
        if (!csv.Read())
            yield break;
        if (!ReadTitles(csv.Record!))
            // A list without a head: its first line is a number.
            yield return (csv.Row, FieldsOf(csv.Record!));
        while (csv.Read())
            yield return (csv.Row, FieldsOf(csv.Record!));
    }

    /// <summary>A line of a list of blocked numbers as the API would have it. Its id is made of what it blocks.</summary>
    public static JsonElement Block(Func<string[], string?> field, Func<string, string?> campaignOf)
    {
        var number = field(Numbers);
        var campaign = field(["campaignId", "Campaign"]);
        return JsonSerializer.SerializeToElement(
            new
            {
                id = "BL" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"ringba:{number}|{campaign}"))[..16]),
                phoneNumber = number,
                campaignId = campaign is null ? null : campaignOf(campaign) ?? campaign,
                expiration = field(["expiration", "Expires", "Expiration Date"]),
            }
        );
    }

    private bool Has(string name) => _places.ContainsKey(RingbaValues.Plain(name));

    private bool ReadTitles(string[] titles)
    {
        _places = [];
        for (var i = 0; i < titles.Length; i++)
            _places.TryAdd(RingbaValues.Plain(titles[i]), i);
        if (Array.Exists(RingbaCalls.Id, Has) || Array.Exists(RingbaCalls.At, Has))
            Kind = RingbaFileKind.CallDetails;
        else if (Array.Exists(Numbers, Has))
            Kind = RingbaFileKind.BlockedNumbers;
        else if (titles is [var only, ..] && Blocks.BlockPattern.Read(only, "US", out _) is not null)
        {
            Kind = RingbaFileKind.BlockedNumbers;
            _places = new() { [RingbaValues.Plain(Numbers[0])] = 0 };
            return false;
        }

        return true;
    }

    private Func<string[], string?> FieldsOf(string[] cells) =>
        names =>
        {
            foreach (var name in names)
                if (
                    _places.TryGetValue(RingbaValues.Plain(name), out var place)
                    && place < cells.Length
                    && RingbaValues.Text(cells[place]) is { } text
                )
                    return text;
            return null;
        };
}
