namespace Ringpost.Storage.Batches;

/// <summary>
/// Memory that stays where it is for texts that SQLite reads while a statement runs, so that it need not copy each: a postback binds a dozen.
/// </summary>
internal sealed class PinnedTexts
{
    private const int Usual = 4096;

    private readonly List<byte[]> _outgrown = [];
    private byte[] _bytes = [];
    private int _used;

    /// <summary>At least one byte, so that it has an address.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _used < size + 1)
        {
            // What was given out stays good until all is cleared.
            if (_used > 0)
                _outgrown.Add(_bytes);
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(Usual, Math.Max(size + 1, _bytes.Length * 2)), pinned: true);
            _used = 0;
        }

        return _bytes.AsSpan(_used, size + 1);
    }

    public void Take(int length) => _used += length;

    public void Clear()
    {
        _used = 0;
        _outgrown.Clear();
    }
}
