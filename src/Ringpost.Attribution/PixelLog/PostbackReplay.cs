using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// A postback as the log keeps it, through the same steps and the same write as one that arrives. What is only foreseen is written too and
/// then rolled back: so duplicates, caps and what affiliates would be told are the write's own answer, whatever steps it has.
/// </summary>
internal sealed class PostbackReplay(
    Snapshot<OfferConfiguration> configurations,
    Snapshot<PublicIds> publicIds,
    PostbackWriter writer,
    PostbackDecision decision
)
{
    /// <summary>Today's configuration, read once for a list of postbacks.</summary>
    public async Task<ReplayPicture> PictureAsync(CancellationToken cancellation) =>
        new(await configurations.GetAsync(cancellation), await publicIds.GetAsync(cancellation));

    /// <param name="rateLimit">What stands for the step that is not asked again.</param>
    /// <param name="believed">Whether the request counts as carrying a valid token <c>k</c>, whatever it carries.</param>
    public async Task<PostbackItem> DecideAsync(
        DbConnection connection,
        StoredLogRow row,
        ReplayPicture picture,
        Phrase rateLimit,
        bool believed = false
    )
    {
        var query = row.Url.IndexOf('?', StringComparison.Ordinal);
        var path = PathOf(query < 0 ? row.Url : row.Url[..query]) ?? PostbackPath.P;
        var address = IPAddress.TryParse(row.Ip, out var parsed) ? parsed : IPAddress.None;
        var arrival = new PostbackArrival(
            new Instant(row.At),
            row.Method,
            address,
            path,
            row.Url,
            (int)row.UrlLength,
            PostbackHash.OfUrl(row.Url, row.Form),
            row.Form,
            row.Referrer,
            row.UserAgent,
            row.IdempotencyKey,
            row.OwnWorker
        )
        {
            Session = path == PostbackPath.P && row.Id > 0 ? await ConversionClicksSql.FindSessionAsync(connection, row.Id) : 0,
        };
        var request = PostbackParser.Parse(path, query < 0 ? default : row.Url.AsSpan(query), row.Form, picture.Configuration.Zone);
        if (believed)
            request.Token = picture.Configuration.InstanceToken;
        var click = await ClickLookup.FindAsync(connection, arrival, request, picture.Configuration);
        return decision.Decide(arrival, request, picture.Configuration, picture.PublicIds, rateLimit, click);
    }

    /// <summary>Which of the two tracking paths this is; null for none.</summary>
    public static PostbackPath? PathOf(string path)
    {
        var text = Uri.UnescapeDataString(path);
        return text.EndsWith("/m.ashx", StringComparison.OrdinalIgnoreCase) ? PostbackPath.M
            : text.EndsWith("/p.ashx", StringComparison.OrdinalIgnoreCase) ? PostbackPath.P
            : null;
    }

    public Task<WrittenPostback[]> WriteAsync(WriteUnit unit, PostbackItem[] items) =>
        unit.Dialect == Dialect.Sqlite
            ? writer.WriteSqliteAsync(items, (SqliteConnection)unit.Connection, unit)
            : writer.WritePostgresAsync(items, (NpgsqlConnection)unit.Connection, unit);
}

internal sealed record ReplayPicture(OfferConfiguration Configuration, PublicIds PublicIds);
