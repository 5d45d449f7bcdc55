using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

/// <summary>
/// A buyer says that a call was sold (ringba.md 12.1): 1 webhook, sender, secret, 2 call, 3 flag and amount, 4 the call's connected leg on a
/// Postback route, within 30 days, once, 5 tags, conversion, payout and pixels, all in one transaction, with a line in the log either way. No
/// person acts. A call that still runs converts when it ends.
/// </summary>
public sealed class AcceptConversion(Database database, CallBook book, SecretBox secrets, Identifiers identifiers)
{
    private const int MostTags = 50;

    /// <summary>What a token can't name.</summary>
    private static readonly SearchValues<char> NoTag = SearchValues.Create("[]|\"':");

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <param name="Fields">By name, as they were sent.</param>
    /// <param name="RequestKey">The <c>Idempotency-Key</c>, where the sender gave one: the same one again answers as the first.</param>
    public sealed record Request(HookId HookId, IReadOnlyDictionary<string, string> Fields, IPAddress Address, string? RequestKey = null);

    public async Task<HookOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        if (await database.ReadAsync(c => HooksSql.FindAsync(c, request.HookId), cancellation) is not { } hook)
            return HookOutcome.UnknownHook;
        var id = Field(request, hook.CallToken);
        var call = id is null ? null : await database.ReadAsync(c => CallsSql.FindAsync(c, new CallId(id)), cancellation);
        var (amount, refusal) = Judge(request, hook, id, call);
        if (refusal is { } outcome)
        {
            await database.WriteAsync(WriteKeys.None, unit => LogAsync(unit, request, hook, call?.Id, outcome, amount), cancellation);
            return outcome;
        }

        return await book.ChangeAsync(
            call!.CarrierId,
            call.CarrierCallId,
            [],
            async writer =>
            {
                var taken = await TakeAsync(writer, request, hook, amount);
                await LogAsync(writer.Unit, request, hook, call.Id, taken, amount);
                return taken;
            },
            HookOutcome.UnknownCall,
            cancellation
        );
    }

    private (long? Amount, HookOutcome? Refusal) Judge(Request request, ConversionHook hook, string? id, CallRecord? call)
    {
        if (!hook.Enabled)
            return (null, HookOutcome.HookPaused);
        if (!hook.MaySend(request.Address))
            return (null, HookOutcome.SenderNotListed);
        if (!KnowsSecret(hook, Field(request, EnrichmentFields.Secret)))
            return (null, HookOutcome.WrongSecret);
        if (id is null)
            return (null, HookOutcome.NoCall);
        // Another tracker's call earns nothing here any more.
        if (call is null or { History: true })
            return (null, HookOutcome.UnknownCall);
        if (Tags(request, hook).Count > MostTags)
            return (null, HookOutcome.TooMuch);
        if (Field(request, hook.RevenueToken) is not { } text)
            return (null, null);
        if (!Money.TryParse(text, out var amount))
            return (null, HookOutcome.BadAmount);
        return (amount, hook.Maximum is { } most && amount > Money.ToMillionths(most) ? HookOutcome.AboveMaximum : null);
    }

    private async Task<HookOutcome> TakeAsync(CallWriter writer, Request request, ConversionHook hook, long? amount)
    {
        var call = writer.Call;
        if (call.Legs.LastOrDefault(l => l is { ConvertOn: ConvertOn.Postback, Evidence.Connected: true }) is not { } leg)
            return HookOutcome.NotPostback;
        if (writer.Unit.Now - call.ConnectedAt!.Value > Longest)
            return HookOutcome.TooLate;
        if (leg.PostedRevenue is { } before)
        {
            if (request.RequestKey is { } key && await HookHitsSql.WasTakenAsync(writer.Unit.Connection, hook.Id, call.Id, key))
                return HookOutcome.Repeated;
            if (HasFlag(request, hook) && amount is { } other && other != before)
                await AskAsync(writer, hook, other);
            return HookOutcome.ConvertedBefore;
        }

        // What a person set is not added to: the buyer's word is another amount for it.
        if (await AdjustmentsSql.HasRevenueAsync(writer.Unit.Connection, call.Id))
        {
            if (HasFlag(request, hook))
                await AskAsync(writer, hook, amount ?? leg.ConvertRevenue);
            return HookOutcome.ConvertedBefore;
        }

        if (hook.KeepTags)
        {
            await CallTagsSql.InsertAsync(writer.Unit, call.Id, Tags(request, hook));
            call.Tags = null;
        }

        if (!HasFlag(request, hook))
            return HookOutcome.FlagNotSet;
        (leg.PostedRevenue, leg.PostedAt) = (amount ?? leg.ConvertRevenue, writer.Unit.Now);
        await writer.LogAsync("ConversionPosted", new { webhook = hook.Name, conversionAmount = leg.PostedRevenue / 1_000_000m });
        await writer.ConvertLateAsync(leg);
        if (call.Uncounted)
            return HookOutcome.TestCall;
        return leg.ConversionReason == ConversionRefusal.Duplicate ? HookOutcome.Duplicate : HookOutcome.Converted;
    }

    /// <summary>Another amount for a call that converted is asked for, never taken.</summary>
    private async Task AskAsync(CallWriter writer, ConversionHook hook, long amount)
    {
        var call = writer.Call;
        var asked = new AdjustmentRequest(
            new AdjustmentRequestId("AR" + identifiers.TimeOrdered()),
            call.Id,
            writer.Unit.Now,
            RequestSource.Webhook,
            hook.Name,
            AdjustmentMode.Absolute,
            amount,
            Currency.TryParse(call.Currency, out var currency) ? currency : Currency.Usd,
            "The webhook named another amount."
        );
        if (await AdjustmentRequestsSql.InsertAsync(writer.Unit, $"hook:{hook.Id}", asked))
            await writer.LogAsync(
                "AdjustmentRequested",
                new
                {
                    by = hook.Name,
                    mode = asked.Mode,
                    amount = amount / 1_000_000m,
                }
            );
        else
            await AdjustmentRequestsSql.ReplaceAmountAsync(writer.Unit, call.Id, amount);
    }

    private static bool HasFlag(Request request, ConversionHook hook) =>
        hook.Flag is not { } flag || Field(request, flag[..flag.IndexOf('=', StringComparison.Ordinal)]) == FlagValue(flag);

    private static string FlagValue(string flag) => flag[(flag.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private bool KnowsSecret(ConversionHook hook, string? given) =>
        hook.Secret is null
        || (
            given is not null
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(secrets.Fingerprint(given, HookCheck.SecretPurpose)),
                Encoding.UTF8.GetBytes(hook.Secret)
            )
        );

    /// <summary>All that is not the webhook's own: what the buyer says beside the amount.</summary>
    private static List<StoredTag> Tags(Request request, ConversionHook hook) =>
        [
            .. request
                .Fields.Where(f => !IsOwn(hook, f.Key) && f.Key.Length <= TagCheck.LongestName && !f.Key.AsSpan().ContainsAny(NoTag))
                .Select(f => new StoredTag(
                    "Conversion",
                    f.Key,
                    f.Value.Length <= TagCheck.LongestValue ? f.Value : f.Value[..TagCheck.LongestValue],
                    TagSource.Webhook
                ))
                .DistinctBy(t => t.Key),
        ];

    private static bool IsOwn(ConversionHook hook, string name) =>
        name.Equals(hook.CallToken, StringComparison.OrdinalIgnoreCase)
        || name.Equals(hook.RevenueToken, StringComparison.OrdinalIgnoreCase)
        || name.Equals(EnrichmentFields.Secret, StringComparison.OrdinalIgnoreCase)
        || (hook.Flag is { } flag && name.Equals(flag[..flag.IndexOf('=', StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase));

    private static string? Field(Request request, string name) =>
        request.Fields.FirstOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static Task LogAsync(WriteUnit unit, Request request, ConversionHook hook, CallId? call, HookOutcome outcome, long? amount) =>
        HookHitsSql.InsertAsync(
            unit,
            hook.Id,
            request.Address.ToString(),
            call,
            outcome,
            amount,
            request
                .Fields.Where(f => !f.Key.Equals(EnrichmentFields.Secret, StringComparison.OrdinalIgnoreCase))
                .Take(MostTags)
                .ToDictionary(f => Cut(f.Key), f => Cut(f.Value)),
            request.RequestKey is { Length: <= 255 } key ? key : null
        );

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}
