using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Changes the amounts of one conversion: set them or add to them, and compute a RevShare payout anew where asked (cake.md 6).</summary>
public sealed class ChangePrice(ChangeOneConversion changeOne)
{
    /// <param name="Add">Whether the amounts are added, negative ones taken away; else they are what the conversion has afterwards.</param>
    public sealed record Request(
        decimal? Received = null,
        decimal? Paid = null,
        bool? Add = null,
        bool? RecalculatePaid = null,
        string? Effective = null,
        string? Reason = null
    );

    public async Task<Result<AdjustmentAnswer>> RunAsync(
        Actor actor,
        ConversionId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var change = Read(validation, request);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await changeOne.RunAsync(
            actor,
            WriteKeys.Of($"conversion:{id}"),
            _ => Task.FromResult<Result<ConversionId>>(id),
            change,
            cancellation
        );
    }

    internal static ConversionChange Read(Validation validation, Request request)
    {
        if (request.Received is null && request.Paid is null && request.RecalculatePaid != true)
            validation.Add("received", "Say what is to change: received, paid, or that the payout is computed anew.");
        if (request.Paid is not null && request.RecalculatePaid == true)
            validation.Add("paid", "Either an amount, or computed from received.");
        return new ConversionChange
        {
            Received = Amount(validation, "received", request.Received, request.Add == true),
            Paid = Amount(validation, "paid", request.Paid, request.Add == true),
            RecalculatesPaid = request.RecalculatePaid == true,
            Effective = EffectiveDay.Read(validation, request.Effective),
            Reason = ConversionChange.ReadReason(validation, request.Reason),
        };
    }

    internal static AmountChange? Amount(Validation validation, string field, decimal? value, bool adds)
    {
        if (value is not { } amount)
            return null;
        if (!adds)
            return new(AmountMode.Set, validation.Amount(field, amount));
        if (amount == Validation.NoAmount)
            validation.Add(field, "An amount is a number, as 12.5 or -12.5.");
        else if (Math.Abs(amount) > Money.Largest)
            validation.Add(field, $"An amount is at most {Money.Largest:0}.");
        else
            return new(AmountMode.Add, Money.ToMillionths(amount));
        return null;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/{id}/price",
            async (HttpContext http, ConversionId id, Request request, ChangePrice operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
