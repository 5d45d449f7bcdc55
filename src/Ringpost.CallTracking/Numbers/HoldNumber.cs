using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>
/// Keeps a number from being added while it is given back to its carrier; refused while it is in use. What is held comes free by
/// <see cref="EndAsync"/>, or after five minutes where nobody says so.
/// </summary>
public sealed class HoldNumber(Database database, IOptions<CallOptions> options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async Task<Result<PhoneNumber>> RunAsync(Actor actor, PhoneNumber number, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        // Its own step of a longer operation: a repeat of the request must hold again.
        return await database.WriteOnceAsync<PhoneNumber>(
            actor with
            {
                Request = null,
            },
            WriteKeys.Of(NumberHoldsSql.Key),
            async unit =>
            {
                if (await NumbersSql.OwnerOfAsync(unit.Connection, number) is { } owner)
                    return new Clash(
                        "number-in-use",
                        owner.Publisher is null
                            ? Phrase.Of(
                                $"{number} is in use: it belongs to the campaign “{owner.Campaign}”. Delete the number under Numbers first."
                            )
                            : Phrase.Of(
                                $"{number} is in use: it belongs to the campaign “{owner.Campaign}” and the publisher “{owner.Publisher}”. Delete the number under Numbers first."
                            )
                    );
                if (await NumberHoldsSql.HasLiveCallAsync(unit.Connection, number, unit.Now - options.Value.LongestCall))
                    return new Clash("number-in-use", $"{number} is in use: a call over it is still going on.");
                if (await NumberHoldsSql.IsHeldAsync(unit.Connection, number, unit.Now))
                    return new Clash("number-in-use", $"{number} is being released already.");
                await NumberHoldsSql.SetAsync(unit, number, unit.Now + Longest);
                return number;
            },
            cancellation
        );
    }

    public Task EndAsync(PhoneNumber number, CancellationToken cancellation = default) =>
        database.WriteAsync(WriteKeys.Of(NumberHoldsSql.Key), unit => NumberHoldsSql.EndAsync(unit, number), cancellation);
}
