using Dapper;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Erasure;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallLists;

/// <summary>A filter that was checked: what the SQL asks for.</summary>
internal sealed record CallCriteria(
    TimeRange Range,
    CallFilter Filter,
    string? Dialed,
    string? Caller,
    string? CallerPart,
    CallListState? State,
    ColumnFilterSql Columns,
    CallScope Scope
)
{
    /// <summary>The statement counts legs <c>g</c>: whose a call is, its leg says.</summary>
    public bool OfLegs { get; init; }

    /// <summary>Calls that arrived after it are pending by the hold.</summary>
    public Instant HeldSince { get; init; } = new(long.MaxValue);

    /// <summary>What must look at each call of a range looks at 31 days at most; an hour more is 31 days where the clock went back.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31) + TimeSpan.FromHours(2);

    public static bool IsLong(TimeRange range) => range.To - range.From > Longest;

    /// <summary>All calls of a range that the scope lets through.</summary>
    public static CallCriteria Of(TimeRange range, CallScope scope) =>
        new(range, new CallFilter(), null, null, null, null, ColumnFilterSql.None, scope);

    /// <param name="zone">Whose days are meant; null: the instance's.</param>
    /// <param name="ofLegs">The statement counts legs <c>g</c> of the calls.</param>
    public static async Task<CallCriteria> ReadAsync(
        Validation validation,
        Actor actor,
        CallFilter filter,
        CallConfiguration configuration,
        Database database,
        TimeZoneInfo? zone = null,
        bool ofLegs = false,
        CancellationToken cancellation = default
    )
    {
        var range = TimeRange.Read(validation, filter.From, filter.To, zone ?? configuration.Zone, TimeRange.All);
        var scope = CallScope.Of(actor, database.Dialect);
        if (!actor.IsPartner && !actor.May(Permission.SeeRevenue))
            foreach (
                var field in new[]
                {
                    filter.TargetId is null ? null : "targetId",
                    filter.BuyerId is null ? null : "buyerId",
                }.OfType<string>()
            )
                validation.Add(field, new Forbidden(Permission.SeeRevenue).Says);
        var columns = await ReadColumnsAsync(
            validation,
            actor,
            filter.Filters,
            configuration,
            range,
            database,
            ofLegs,
            scope,
            cancellation
        );
        CallListState? state = string.IsNullOrWhiteSpace(filter.State) ? null : validation.Choice<CallListState>("state", filter.State);
        var dialed = string.IsNullOrWhiteSpace(filter.Number) ? null : Full(filter.Number);
        if (string.IsNullOrWhiteSpace(filter.Caller))
            return Of(null, null);
        if (ErasedCaller.Is(filter.Caller.Trim()))
            return Of(filter.Caller.Trim(), null);
        // A whole number is looked up, not looked for.
        if (filter.Caller.TrimStart().StartsWith('+') && PhoneNumber.TryParse(filter.Caller, "US", out var whole))
            return Of(whole.E164, null);
        // Parts would let somebody who sees masked numbers find out the rest digit by digit.
        return actor.May(Permission.SeeFullNumbers) ? Of(null, Digits(filter.Caller)) : Of(Full(filter.Caller), null);

        CallCriteria Of(string? caller, string? part) =>
            new(range, filter, dialed, caller, part, state, columns, scope)
            {
                OfLegs = ofLegs,
                HeldSince = configuration.Disputes.HeldSince(database.Now),
            };
    }

    public DynamicParameters Parameters()
    {
        var parameters = new DynamicParameters(
            new
            {
                from = Range.From,
                to = Range.To,
                campaign = Filter.CallCampaignId?.Value,
                publisher = Filter.PublisherId?.Value,
                target = Filter.TargetId?.Value,
                buyer = Filter.BuyerId?.Value,
                dialed = Dialed,
                caller = Caller,
                own = Scope.Own,
                heldSince = HeldSince,
                callerPart = CallerPart is null ? null : $"%{CallerPart}%",
            }
        );
        Columns.AddTo(parameters);
        return parameters;
    }

    private static async Task<ColumnFilterSql> ReadColumnsAsync(
        Validation validation,
        Actor actor,
        string? json,
        CallConfiguration configuration,
        TimeRange range,
        Database database,
        bool ofLegs,
        CallScope scope,
        CancellationToken cancellation
    )
    {
        var filter = ColumnFilterCheck.Read(validation, "filters", json, actor);
        ColumnSource[] sources = [.. filter.Rules.SelectMany(r => r.AnyOf).Select(c => c.Column.Source)];
        if (IsLong(range) && sources.Any(s => s.NeedsDays))
            validation.Add(
                "filters",
                "A filter by date, time, or the caller's city or country looks at most at 31 days: choose from and to."
            );
        if (validation.HasErrors)
            return ColumnFilterSql.None;
        var found = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var sql in sources.Where(s => s.ValueOf is not null).Select(s => s.Sql).Distinct())
            found[sql] = await database.ReadAsync(c => CallListSql.KeysAsync(c, scope, sql, range), cancellation);
        return ColumnFilterSql.Of(filter, configuration, range, database.Dialect, ofLegs, found);
    }

    private static string Full(string text) => PhoneNumber.TryParse(text, "US", out var number) ? number.E164 : text.Trim();

    private static string Digits(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? "none" : digits;
    }
}
