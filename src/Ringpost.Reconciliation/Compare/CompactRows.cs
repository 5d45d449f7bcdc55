using System.Text;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Rows in blocks: grows without copying, gives out references.</summary>
internal sealed class CompactRows<T>
    where T : struct
{
    private const int Bits = 14;
    private const int Mask = (1 << Bits) - 1;
    private readonly List<T[]> _blocks = [];

    public int Count { get; private set; }

    public ref T this[int index] => ref _blocks[index >> Bits][index & Mask];

    public void Add(in T row)
    {
        if (Count >> Bits == _blocks.Count)
            _blocks.Add(new T[Mask + 1]);
        _blocks[Count >> Bits][Count & Mask] = row;
        Count++;
    }
}

/// <summary>Texts as UTF-8 in blocks, by a number; 0 is no text. A million ids are a few dozen megabytes and no object each.</summary>
internal sealed class CompactTexts
{
    private const int Block = 1 << 20;
    private const int Longest = 1024;
    private readonly List<byte[]> _blocks = [];
    private int _used = Block;

    public int Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        if (text.Length > Longest)
            text = text[..Longest];
        if (_used + 2 + text.Length * 3 > Block)
        {
            _blocks.Add(new byte[Block]);
            // The first place of all is never used: 0 is no text.
            _used = _blocks.Count == 1 ? 1 : 0;
        }

        var place = (_blocks.Count - 1) * Block + _used;
        var block = _blocks[^1];
        var length = Encoding.UTF8.GetBytes(text, block.AsSpan(_used + 2));
        (block[_used], block[_used + 1]) = ((byte)(length & 255), (byte)(length >> 8));
        _used += 2 + length;
        return place;
    }

    public string this[int place]
    {
        get
        {
            if (place == 0)
                return "";
            var block = _blocks[place / Block];
            var at = place % Block;
            return Encoding.UTF8.GetString(block, at + 2, block[at] | (block[at + 1] << 8));
        }
    }
}

/// <summary>Texts that come again and again, by a number; 0 is no text.</summary>
internal sealed class CompactNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [""];

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    public int Of(string? name)
    {
        if (name is null)
            return 0;
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _numbers[name] = _names.Count;
            _names.Add(name);
        }

        return number;
    }
}

/// <summary>Finds rows by a key of 64 bits: open addressing over positions, nothing is kept of a key but where its row is.</summary>
internal sealed class CompactIndex
{
    private int[] _places = new int[1 << 12];
    private int _count;

    /// <summary>The row that is there under the key, else -1 and the new one is.</summary>
    public int FindOrAdd(ulong key, int row, Func<int, ulong> keyOf)
    {
        if ((_count + 1) * 2 > _places.Length)
            Grow(keyOf);
        for (var at = (int)key & (_places.Length - 1); ; at = (at + 1) & (_places.Length - 1))
        {
            if (_places[at] == 0)
            {
                _places[at] = row + 1;
                _count++;
                return -1;
            }

            if (keyOf(_places[at] - 1) == key)
                return _places[at] - 1;
        }
    }

    public int Find(ulong key, Func<int, ulong> keyOf)
    {
        for (var at = (int)key & (_places.Length - 1); _places[at] != 0; at = (at + 1) & (_places.Length - 1))
            if (keyOf(_places[at] - 1) == key)
                return _places[at] - 1;
        return -1;
    }

    /// <summary>A text's key; 0 is none's. Ids differ in capitals only by a system's whim.</summary>
    public static ulong KeyOf(ReadOnlySpan<char> text)
    {
        var hash = 0x9E37_79B9_7F4A_7C15UL ^ (ulong)text.Length;
        foreach (var c in text)
            hash = Mix(hash ^ char.ToUpperInvariant(c), 0xA076_1D64_78BD_642FUL);
        hash = Mix(hash, 0xE703_7ED1_A0B4_28DBUL);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }

    private void Grow(Func<int, ulong> keyOf)
    {
        var old = _places;
        _places = new int[old.Length * 2];
        foreach (var place in old)
        {
            if (place == 0)
                continue;
            var at = (int)keyOf(place - 1) & (_places.Length - 1);
            while (_places[at] != 0)
                at = (at + 1) & (_places.Length - 1);
            _places[at] = place;
        }
    }
}
