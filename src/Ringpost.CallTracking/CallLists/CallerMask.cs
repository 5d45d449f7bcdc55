using Ringpost.CallTracking.Erasure;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>
/// Hides one caller's number from who may not see it, wherever it stands: in a field, a tag, an event, a URL that was sent. Numbers travel
/// with and without their plus and country code, so each spelling is looked for.
/// </summary>
internal sealed class CallerMask
{
    private readonly (string Digits, string Masked)[] _spellings;

    private CallerMask((string Digits, string Masked)[] spellings) => _spellings = spellings;

    public static CallerMask For(Actor actor, string caller)
    {
        if (actor.May(Permission.SeeFullNumbers) || caller.Length < 8 || ErasedCaller.Is(caller))
            return new CallerMask([]);
        var masked = PhoneNumber.Mask(caller);
        var digits = caller.TrimStart('+');
        var spellings = new List<(string, string)> { (digits, masked.TrimStart('+')) };
        // The national form of +1: area code, prefix and suffix as they are put together in pixels.
        if (digits is { Length: 11 } && digits[0] == '1')
            spellings.Add((digits[1..], masked[^10..]));
        return new CallerMask([.. spellings]);
    }

    public string Show(string text)
    {
        foreach (var (digits, masked) in _spellings)
            if (text.Contains(digits, StringComparison.Ordinal))
                text = text.Replace(digits, masked, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A tag of the caller's number is hidden whole where it is a part of the number: the parts would give it away.</summary>
    public string ShowTag(string type, string name, string value)
    {
        if (_spellings.Length == 0)
            return value;
        return type.Equals("InboundNumber", StringComparison.OrdinalIgnoreCase) && name is "Prefix" or "Suffix"
            ? new string('•', value.Length)
            : Show(value);
    }
}
