namespace Ringpost.Delivery.Templates;

/// <summary>What stands around a token, as far as its encoding needs to know.</summary>
/// <param name="InQuotes">Inside the quotes of a JSON text.</param>
/// <param name="InPath">Before the first <c>?</c> or <c>#</c> of a URL.</param>
/// <param name="InCdata">Between <c>&lt;![CDATA[</c> and <c>]]&gt;</c> of an XML document.</param>
internal readonly record struct TokenPlace(bool InQuotes, bool InPath, bool InCdata);

/// <summary>Follows the literals of a template from token to token.</summary>
internal struct PlaceReader
{
    private bool _inQuotes;
    private const string CdataStart = "<![CDATA[";
    private const string CdataEnd = "]]>";

    private bool _afterPath;
    private bool _inCdata;

    public readonly TokenPlace Current => new(_inQuotes, !_afterPath, _inCdata);

    public void Read(ReadOnlySpan<char> literal)
    {
        var start = literal.LastIndexOf(CdataStart);
        var end = literal.LastIndexOf(CdataEnd);
        if (start >= 0 || end >= 0)
            _inCdata = start > end;
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
