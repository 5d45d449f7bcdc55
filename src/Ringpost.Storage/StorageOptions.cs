using System.ComponentModel.DataAnnotations;

namespace Ringpost.Storage;

/// <summary>Where the data is and how much may wait for it. Bound from the configuration's root.</summary>
public sealed class StorageOptions
{
    /// <summary>The data folder: SQLite database, master key, locks. Default <c>data</c>.</summary>
    public string Data { get; set; } = "data";

    /// <summary>A PostgreSQL connection string; empty selects the embedded SQLite database in <see cref="Data"/>.</summary>
    public string Database { get; set; } = "";

    /// <summary>What secrets at rest are encrypted under; empty takes <c>master.key</c> in <see cref="Data"/>. Required with PostgreSQL.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>How many writes may wait before one more is refused with 503 (architecture 4.3).</summary>
    [Range(1, 1_000_000)]
    public int LongestQueue { get; set; } = 10_000;

    /// <summary>How long the oldest write may have waited before one more is refused with 503.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many units of work one SQLite commit carries at most.</summary>
    [Range(1, 10_000)]
    public int LargestGroup { get; set; } = 128;
}
