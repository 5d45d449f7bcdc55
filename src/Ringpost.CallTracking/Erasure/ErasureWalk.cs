using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Erasure;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Erasure;

/// <summary>
/// What an erasure does: 1 the caller's calls, each under its own key; 2 every text of every module; 3 what follows from the texts. Each step may be
/// broken off and done again.
/// </summary>
internal sealed class ErasureWalk(
    Database database,
    SecretBox secrets,
    RewriteTexts texts,
    IEnumerable<ErasableTexts> tables,
    IEnumerable<ErasureFollower> followers,
    ConfigurationVersion configuration,
    IOptions<RecordingOptions> recordings
)
{
    private const string Purpose = "caller-erasure";
    private const int Batch = 100;

    public string Seal(string e164) => secrets.Seal(e164, Purpose);

    public async Task CallsAsync(CallerErasureId id, string caller, string word, CancellationToken cancellation)
    {
        var rewrite = new CallerRewrite(caller, word);
        var copying = recordings.Value.CopyLease;
        while (await database.ReadAsync(c => CallErasureSql.CallsAsync(c, caller, Batch), cancellation) is { Count: > 0 } some)
            foreach (var call in some)
                await database.WriteAsync(
                    WriteKeys.Of(call.Key),
                    async unit =>
                    {
                        if (await CallErasureSql.EraseAsync(unit, call.Id, caller, word, rewrite, copying) is { } gone)
                            await CallerErasuresSql.AddAsync(unit, id, 1, gone.Recordings, gone.Deliveries);
                    },
                    cancellation
                );
    }

    /// <summary>Everything once. <paramref name="next"/> is when it is walked through again; null: this was the last time.</summary>
    public async Task RunAsync(CallerErasuresSql.Row erasure, Instant? next, CancellationToken cancellation)
    {
        var caller = secrets.Open(erasure.Number!, Purpose);
        await CallsAsync(erasure.Id, caller, erasure.Word, cancellation);
        var rewrite = new CallerRewrite(caller, erasure.Word);
        var rows = 0L;
        foreach (var table in tables)
            rows += await texts.RunAsync(table, rewrite.ToTexts(), cancellation);
        await database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var follower in followers)
                    await follower.Run(unit, rewrite.Spellings, erasure.Word);
                await CallerErasuresSql.AddAsync(unit, erasure.Id, rows: rows);
                await CallerErasuresSql.WalkedAsync(unit, erasure.Id, next);
                // Notes and number tags stand in snapshots.
                if (rows > 0)
                    await configuration.RaiseAsync(unit);
            },
            cancellation
        );
    }
}
