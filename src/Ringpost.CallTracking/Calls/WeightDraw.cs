using System.Security.Cryptography;

namespace Ringpost.CallTracking.Calls;

/// <summary>The random source that splits equal targets. Injected, so that tests can fix it (architecture 4.7).</summary>
public sealed class WeightDraw(Func<double>? next = null)
{
    /// <summary>A number in [0, 1).</summary>
    public double Next() => next?.Invoke() ?? RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
