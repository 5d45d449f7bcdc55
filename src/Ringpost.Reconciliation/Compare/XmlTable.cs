using System.Xml;

namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// The answer of EventConversions or Conversions as XML (cake.md 10.4), in any version and any envelope: each <c>event_conversion</c> or
/// <c>conversion</c> is a row. A nested field's title is its path: <c>paid_amount</c>, <c>event_info_event_name</c>.
/// </summary>
internal sealed class XmlTable : ForeignTable
{
    private static readonly string[] RowNames = ["event_conversion", "conversion", "EventConversion", "Conversion"];

    /// <summary>So many rows are looked at for titles before the first one is given; a later title is only known from its row on.</summary>
    private const int Ahead = 50;

    private readonly XmlReader _xml;
    private readonly List<string> _titles = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Queue<(long Line, List<string?> Cells)> _ahead = [];
    private List<string?> _cells = [];
    private long _line;

    public XmlTable(StreamReader text)
    {
        _xml = XmlReader.Create(
            text,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                CloseInput = true,
            }
        );
        while (_ahead.Count < Ahead && ReadNext() is { } row)
            _ahead.Enqueue(row);
    }

    public override IReadOnlyList<string> Titles => _titles;

    public override long Line => _line;

    public override string? this[int column] => column < _cells.Count ? _cells[column] : null;

    public override bool Read()
    {
        if (!_ahead.TryDequeue(out var row))
        {
            if (ReadNext() is not { } next)
                return false;
            row = next;
        }

        (_line, _cells) = row;
        return true;
    }

    public override void Dispose() => _xml.Dispose();

    private (long Line, List<string?> Cells)? ReadNext()
    {
        try
        {
            while (_xml.Read())
                if (_xml.NodeType == XmlNodeType.Element && RowNames.Contains(_xml.LocalName) && !_xml.IsEmptyElement)
                    return ReadRow();
            return null;
        }
        catch (XmlException e)
        {
            throw new FormatException($"Line {e.LineNumber}: this is not whole XML: {e.Message}");
        }
    }

    private (long Line, List<string?> Cells) ReadRow()
    {
        var line = ((IXmlLineInfo)_xml).LineNumber;
        var cells = new List<string?>(_titles.Count);
        var path = new Stack<string>();
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (!_xml.IsEmptyElement)
                        path.Push(path.Count == 0 ? _xml.LocalName : path.Peek() + "_" + _xml.LocalName);
                    break;
                case XmlNodeType.EndElement:
                    path.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when path.Count > 0:
                    Set(cells, path.Peek(), _xml.Value);
                    break;
                default:
                    break;
            }
        }

        return (line, cells);
    }

    private void Set(List<string?> cells, string title, string value)
    {
        if (!_places.TryGetValue(title, out var place))
        {
            place = _places[title] = _titles.Count;
            _titles.Add(title);
        }

        while (cells.Count <= place)
            cells.Add(null);
        cells[place] = cells[place] + value;
    }
}
