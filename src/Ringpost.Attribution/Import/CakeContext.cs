using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>What the readers of CAKE's files share: the book they write to, and choices that only all rows together settle.</summary>
internal sealed class CakeContext(ImportBook book, ImportLog log, Instant now, Currency currency, Func<string> newToken)
{
    public ImportBook Book { get; } = book;

    public Instant Now { get; } = now;

    /// <summary>Of the instance, for an offer that names none.</summary>
    public Currency Currency { get; } = currency;

    /// <summary>A secret for a new offer.</summary>
    public Func<string> NewToken { get; } = newToken;

    /// <summary>Events that a file calls the default one, by advertiser.</summary>
    public Dictionary<long, long> DefaultEvents { get; } = [];

    /// <summary>Contracts that a file calls the default one, by offer.</summary>
    public Dictionary<long, long> DefaultContracts { get; } = [];

    /// <summary>Offers whose received is a percentage, for the default contract that is made for them.</summary>
    public HashSet<long> PercentageOffers { get; } = [];

    /// <summary>Links that stand on the offer's line, for the default contract.</summary>
    public Dictionary<long, string> OfferLinks { get; } = [];

    /// <summary>What offers change of events, by line and contract: which line counts is known once all contracts are read.</summary>
    public List<(CakeRow Row, long? Contract, ImportRecord Record)> OfferEvents { get; } = [];

    /// <summary>Redirects that name a contract, and the offer that they are of.</summary>
    public List<(CakeRow Row, ImportRecord Record, long Contract, long? Own)> Redirects { get; } = [];

    /// <summary>A line that adds nothing to what another one says.</summary>
    public void Repeats(string file) => log[file].Same++;

    /// <summary>A row of ours with an id of CAKE's.</summary>
    public ImportRecord Numbered(string table, CakeRow row, long id)
    {
        // New ids continue above the largest: a slip of the keyboard must not use them up.
        if (id > int.MaxValue)
            row.Error(["id"], $"{id} is larger than ids of CAKE are.");
        var record = new ImportRecord(table, row.File, row.Number);
        record.Key["id"] = id;
        record.OnlyNew["created_at"] = (row.Moment("date_created", "created", "date_added") ?? Now).UnixMilliseconds;
        return record;
    }
}
