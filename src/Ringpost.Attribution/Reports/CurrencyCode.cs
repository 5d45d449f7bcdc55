using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>The three letters of a currency in a number: reports compare millions of them.</summary>
internal readonly record struct CurrencyCode(int Packed)
{
    public static CurrencyCode Of(ReadOnlySpan<char> code) => new((code[0] << 16) | (code[1] << 8) | code[2]);

    public static CurrencyCode Of(ReadOnlySpan<byte> code) => new((code[0] << 16) | (code[1] << 8) | code[2]);

    public static implicit operator CurrencyCode(Currency currency) => Of(currency.Code);

    public override string ToString() => new([(char)(Packed >> 16), (char)((Packed >> 8) & 0xFF), (char)(Packed & 0xFF)]);
}
