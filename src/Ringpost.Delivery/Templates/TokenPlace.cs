namespace Ringpost.Delivery.Templates;

/// <summary>What stands around a token, as far as its encoding needs to know.</summary>
/// <param name="InQuotes">Inside the quotes of a JSON text.</param>
/// <param name="InPath">Before the first <c>?</c> or <c>#</c> of a URL.</param>
internal readonly record struct TokenPlace(bool InQuotes, bool InPath);

/// <summary>Follows the literals of a template from token to token.</summary>
internal struct PlaceReader
{
    private bool _inQuotes;
    private bool _afterPath;

    public readonly TokenPlace Current => new(_inQuotes, !_afterPath);

    public void Read(ReadOnlySpan<char> literal)
    {
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] is '?' or '#')
                _afterPath = true;
            else if (literal[i] == '"')
                _inQuotes = !_inQuotes;
            else if (literal[i] == '\\' && _inQuotes)
                i++;
        }
    }
}
