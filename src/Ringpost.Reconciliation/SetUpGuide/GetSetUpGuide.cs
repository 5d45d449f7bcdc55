using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>Looks at both halves and says, step by step, what of the article's set-up stands.</summary>
public sealed class GetSetUpGuide(
    Database database,
    Snapshot<CallConfiguration> calls,
    Snapshot<OfferConfiguration> offers,
    ListPixels pixels,
    SetUpProofReader proofs,
    SetUpCarriers carriers,
    PublicUrls urls
)
{
    /// <param name="variant">A word of <see cref="SetUpVariant"/>; absent: the one that was chosen.</param>
    public async Task<Result<SetUpAnswer>> RunAsync(Actor actor, string? variant = null, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        SetUpVariant? asked = string.IsNullOrWhiteSpace(variant) ? null : validation.Choice<SetUpVariant>("variant", variant);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var choice = await database.ReadAsync(SetUpChoice.ReadAsync, cancellation);
        var chosen = asked ?? choice.Variant;
        var listed = await pixels.RunAsync(actor, null, new PageRequest(1000), cancellation: cancellation);
        if (!listed.IsOk)
            return listed.Refusal;
        var (proof, trace) = await proofs.ReadAsync(actor, chosen, cancellation);
        var facts = new SetUpFacts(
            await calls.GetAsync(cancellation),
            await offers.GetAsync(cancellation),
            listed.Value.Items,
            await carriers.ReadAsync(actor, cancellation),
            urls.TrackingOrigin,
            urls.IsOwn,
            actor.May(Permission.ChangeConfiguration),
            proof
        );
        var steps = SetUpRule.Steps(chosen, facts);
        return new SetUpAnswer(chosen, choice.Hidden, SetUpRule.IsFinished(steps), steps, trace);
    }

    /// <summary>For who is to be led: null where the guide was put away, of which nothing more is read, or is not the actor's to see.</summary>
    public async Task<SetUpAnswer?> LeadAsync(Actor actor, CancellationToken cancellation = default) =>
        (await database.ReadAsync(SetUpChoice.ReadAsync, cancellation)).Hidden ? null
        : await RunAsync(actor, null, cancellation) is { IsOk: true } read ? read.Value
        : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/setup-guide",
            async (HttpContext http, GetSetUpGuide operation, string? variant) =>
                (await operation.RunAsync(http.Actor(), variant, http.RequestAborted)).ToOk()
        );
}

/// <summary>
/// Where the carrier accounts are known: this project may not look at Telephony (architecture 3), so the host says it. Null for who may not see
/// them.
/// </summary>
public sealed record SetUpCarriers(Func<Actor, CancellationToken, Task<IReadOnlyList<SetUpCarrier>?>> ReadAsync);
