using System.Data.Common;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.UrlParameters;

namespace Ringpost.CallTracking.Pixels;

/// <summary>What a pixel is checked against: publishers by name, archived ones too, and the keys of the tokens beyond those of every call.</summary>
internal sealed record PixelSurroundings(IReadOnlyDictionary<PublisherId, string> Publishers, IReadOnlySet<string> OwnTokens)
{
    public static PixelSurroundings Of(CallConfiguration configuration) =>
        new(configuration.Publishers.ToDictionary(p => p.Key, p => p.Value.Name), Keys(Tags.OwnTokens.Of(configuration)));

    /// <summary>
    /// For one that is written: each write makes the picture of the whole configuration anew, and a change of a thousand pixels would read it
    /// a thousand times.
    /// </summary>
    public static async Task<PixelSurroundings> ReadAsync(DbConnection connection, PixelSetting pixel)
    {
        var publishers = new Dictionary<PublisherId, string>();
        foreach (var id in pixel.Publishers)
            if (await PublishersSql.FindEvenArchivedAsync(connection, id) is { } publisher)
                publishers[id] = publisher.Name;
        var tokens = Tags.OwnTokens.Of(await UrlParametersSql.AllAsync(connection), await NumbersSql.TagNamesAsync(connection));
        return new(publishers, Keys(tokens));
    }

    private static HashSet<string> Keys(IEnumerable<CatalogueToken> tokens) => tokens.Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
}
