using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Erasure;

/// <summary>Walks a table by its key, page by page, and rewrites its texts: short reads, and short writes only where there is something to do.</summary>
public sealed class RewriteTexts(Database database)
{
    private const int PageSize = 2000;
    private const int MostAtOnce = 100;

    /// <summary>How many rows were rewritten. What is added behind the walk's place is walked too; what changes before it is for another walk.</summary>
    public async Task<long> RunAsync(ErasableTexts texts, TextRewrite rewrite, CancellationToken cancellation)
    {
        var changed = 0L;
        object[]? place = null;
        do
        {
            var from = place;
            var page = await database.ReadAsync(c => RewriteTextsSql.PageAsync(c, texts, rewrite.Hint, from, PageSize), cancellation);
            place = page.Last;
            var keys = page.Rows.Where(r => r.Texts.Any(t => t is not null && rewrite.Apply(t) != t)).Select(r => r.Key);
            foreach (var some in keys.Chunk(MostAtOnce))
                changed += await database.WriteAsync(
                    WriteKeys.None,
                    unit => RewriteTextsSql.RewriteAsync(unit, texts, some, rewrite.Apply),
                    cancellation
                );
        } while (place is not null);
        return changed;
    }
}
