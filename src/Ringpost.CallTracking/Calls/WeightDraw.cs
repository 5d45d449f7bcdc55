using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ringpost.CallTracking.Calls;

/// <summary>The random source that splits equal targets. Injected, so that tests can fix it (architecture 4.7).</summary>
public sealed class WeightDraw(Func<double>? next = null)
{
    /// <summary>Each request to the system's source costs as much as some dozens of numbers do.</summary>
    private const int Ahead = 256;

    [ThreadStatic]
    private static uint[]? _drawn;

    [ThreadStatic]
    private static int _left;

    /// <summary>A number in [0, 1).</summary>
    public double Next() => next?.Invoke() ?? Draw();

    private static double Draw()
    {
        var drawn = _drawn ??= new uint[Ahead];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(drawn.AsSpan()));
            _left = Ahead;
        }

        return drawn[--_left] / (uint.MaxValue + 1.0);
    }
}
