using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// What a commerce pixel says of the order (cake.md 2.4), as it was sent. Nothing in it refuses a conversion: a number that can't be read is
/// left out, a list that is too short is filled with 0.
/// </summary>
internal sealed class PostbackOrder
{
    public const int MostLines = 200;

    public string? Skus { get; set; }

    public string? Quantities { get; set; }

    public string? Prices { get; set; }

    public string? Discounts { get; set; }

    public string? Voucher { get; set; }

    public string? Coupons { get; set; }

    public string? Currency { get; set; }

    public string? Country { get; set; }

    public string? Region { get; set; }

    public long? SubTotal { get; set; }

    public long? Discount { get; set; }

    public long? Tax { get; set; }

    public long? Shipping { get; set; }

    public long? Total { get; set; }

    /// <summary>One line for each place that any of the four lists has.</summary>
    public IReadOnlyList<OrderLine> Lines()
    {
        string[][] lists = [Split(Skus), Split(Quantities), Split(Prices), Split(Discounts)];
        var lines = new List<OrderLine>();
        for (var i = 0; i < Math.Min(MostLines, lists.Max(l => l.Length)); i++)
            lines.Add(
                new OrderLine(i + 1, At(lists[0], i), Whole(At(lists[1], i)), Amount(At(lists[2], i)) ?? 0, Amount(At(lists[3], i)) ?? 0)
            );
        return lines;
    }

    public static long? Amount(ReadOnlySpan<char> text) => Money.TryParse(text.Trim(), out var millionths) ? millionths : null;

    private static string[] Split(string? list) => string.IsNullOrEmpty(list) ? [] : list.Split('^');

    private static string At(string[] list, int i) => i < list.Length ? list[i].Trim() : "";

    private static long Whole(string text) =>
        text.Length <= 9 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <param name="Price">Of one piece; as <paramref name="Discount"/> in millionths.</param>
internal sealed record OrderLine(int Number, string Sku, long Quantity, long Price, long Discount);
