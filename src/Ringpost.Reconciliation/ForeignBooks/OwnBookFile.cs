using System.Globalization;
using CsvHelper;
using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Compare;

namespace Ringpost.Reconciliation.ForeignBooks;

/// <summary>Our own side as a file that the comparison reads, for as long as it lasts; gone when disposed.</summary>
internal sealed class OwnBookFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private OwnBookFile() { }

    public CompareSource Source(string name) => new(name, () => File.OpenRead(_path));

    /// <summary>Calls page by page; the refusal of a page is the refusal of the file.</summary>
    public static Task<Result<OwnBookFile>> OfCallsAsync(
        Func<string?, Task<Result<Page<CallSummary>>>> fetch,
        int most,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            fetch,
            [
                ("Inbound Call ID", c => c.Id.Value),
                ("Call Date", c => $"{c.At}"),
                ("Caller ID", c => c.From.Contains('•', StringComparison.Ordinal) ? "" : c.From),
                ("Number", c => c.Number),
                ("Payout", c => Amount(c.Payout)),
                ("Revenue", c => Amount(c.Revenue)),
                ("Currency", c => c.Currency.Code),
                ("Campaign", c => c.CallCampaignName),
                ("Publisher", c => c.PublisherName ?? ""),
                ("Paid Out", c => Word(c.Paid)),
                ("Converted", c => Word(c.Converted)),
                ("Connected", c => Word(c.Connected)),
                ("Counted", c => Word(c.Counted)),
            ],
            most,
            cancellation
        );

    /// <inheritdoc cref="OfCallsAsync"/>
    public static Task<Result<OwnBookFile>> OfConversionsAsync(
        Func<string?, Task<Result<Page<ConversionAnswer>>>> fetch,
        int most,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            fetch,
            [
                ("Transaction ID", c => c.TransactionId ?? ""),
                ("Conversion ID", c => $"{c.Id}"),
                ("Conversion Date", c => $"{c.At}"),
                ("Paid", c => Amount(c.Paid)),
                ("Received", c => Amount(c.Received)),
                ("Currency", c => c.Currency),
                ("Offer Name", c => c.OfferName),
                ("Affiliate Name", c => c.AffiliateName),
                ("Event Name", c => c.EventName),
                ("Disposition Type", c => c.Disposition),
                ("Test", c => Word(c.Test)),
            ],
            most,
            cancellation
        );

    private static async Task<Result<OwnBookFile>> WriteAsync<T>(
        Func<string?, Task<Result<Page<T>>>> fetch,
        (string Title, Func<T, string> Text)[] columns,
        int most,
        CancellationToken cancellation
    )
    {
        var file = new OwnBookFile();
        try
        {
            if (await FillAsync(file._path, fetch, columns, most, cancellation) is not { } refusal)
                return file;
            file.Dispose();
            return refusal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static async Task<Refusal?> FillAsync<T>(
        string path,
        Func<string?, Task<Result<Page<T>>>> fetch,
        (string Title, Func<T, string> Text)[] columns,
        int most,
        CancellationToken cancellation
    )
    {
        // For nobody else on the machine: it holds callers' numbers.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var text = new StreamWriter(path, options);
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var column in columns)
            csv.WriteField(column.Title);
        await csv.NextRecordAsync();
        var written = 0;
        string? cursor = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await fetch(cursor);
            if (!page.IsOk)
                return page.Refusal;
            if ((written += page.Value.Items.Count) > most)
                return new Invalid("to", $"These days hold more than {most:#,##0} records of ours. Choose fewer days.");
            foreach (var row in page.Value.Items)
            {
                foreach (var column in columns)
                    csv.WriteField(column.Text(row));
                await csv.NextRecordAsync();
            }

            cursor = page.Value.Next;
        } while (cursor is not null);
        return null;
    }

    private static string Amount(long millionths) => Amount(millionths / 1_000_000m);

    private static string Amount(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);

    private static string Word(bool flag) => flag ? "True" : "False";

    public void Dispose() => File.Delete(_path);
}
