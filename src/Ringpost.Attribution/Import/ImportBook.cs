namespace Ringpost.Attribution.Import;

/// <summary>All that the files of an import say about configuration, before any of it is stored.</summary>
internal sealed class ImportBook(ImportLog log)
{
    /// <summary>In the order in which rows may name each other.</summary>
    public static readonly string[] Tables =
    [
        "advertisers",
        "offer_events",
        "affiliates",
        "offers",
        "offer_contracts",
        "creatives",
        "offer_campaigns",
        "offer_click_settings",
        "campaign_redirects",
        "offer_cap_settings",
        "offer_event_settings",
        "campaign_event_settings",
        "affiliate_pixels",
        "ip_whitelist",
        "caps",
    ];

    private readonly Dictionary<string, List<ImportRecord>> _records = Tables.ToDictionary(t => t, _ => new List<ImportRecord>());
    private readonly Dictionary<string, Dictionary<string, ImportRecord>> _byKey = Tables.ToDictionary(
        t => t,
        _ => new Dictionary<string, ImportRecord>(StringComparer.Ordinal)
    );

    public IReadOnlyList<ImportRecord> Of(string table) => _records[table];

    public ImportRecord? Find(string table, long id) => _byKey[table].GetValueOrDefault($"{id}");

    /// <summary>A second line for the same row is an error, unless it only repeats the first.</summary>
    public void Add(ImportRecord record)
    {
        if (_byKey[record.Table].TryAdd(record.KeyText, record))
        {
            _records[record.Table].Add(record);
            return;
        }

        var first = _byKey[record.Table][record.KeyText];
        if (first.Values.All(v => Equals(v.Value, record.Values.GetValueOrDefault(v.Key))))
        {
            log[record.File].Same += record.IsPart ? 0 : 1;
            return;
        }

        log.Error(record.File, record.Row, string.Join(", ", record.Key.Keys), $"The same as row {first.Row} of {first.File}.");
    }

    /// <summary>
    /// Leaves out records of lines with errors, and then those that need them, until nothing changes. What is stored already may be named.
    /// </summary>
    public void LeaveOut(Func<string, long, bool> isStored)
    {
        var told = new HashSet<(ImportRecord, string)>();
        for (var changed = true; changed; )
        {
            changed = false;
            foreach (var table in Tables)
            foreach (var record in _records[table].ToList())
            {
                foreach (var (column, needed, id) in record.Needs)
                    if (Find(needed, id) is null && !isStored(needed, id) && told.Add((record, column)))
                        log.Error(record.File, record.Row, column, $"{Thing(needed)} {id} is not here, and no row of the files brings it.");
                if (!log.IsWrong(record.File, record.Row))
                    continue;
                _records[table].Remove(record);
                _byKey[table].Remove(record.KeyText);
                changed = true;
            }
        }
    }

    /// <summary>The columns that find a row, in the order in which the readers name them.</summary>
    public static string[] KeyOf(string table) =>
        table switch
        {
            "offer_click_settings" or "offer_cap_settings" => ["offer_id"],
            "campaign_redirects" => ["campaign_id"],
            "offer_event_settings" => ["offer_id", "event_id"],
            "campaign_event_settings" => ["campaign_id", "event_id"],
            "affiliate_pixels" => ["level", "owner_id", "event_id"],
            "caps" => ["type", "level", "target_id", "event_id", "interval_name"],
            "ip_whitelist" => ["advertiser_id", "offer_id", "from_address", "to_address"],
            _ => ["id"],
        };

    public static string Thing(string table) =>
        table switch
        {
            "advertisers" => "Advertiser",
            "offer_events" => "Event",
            "affiliates" => "Affiliate",
            "offers" => "Offer",
            "offer_contracts" => "Contract",
            "creatives" => "Creative",
            "offer_campaigns" => "Campaign",
            _ => table,
        };
}
