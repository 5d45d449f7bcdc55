using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ringpost.Primitives;

/// <summary>Why an operation did not do what it was asked. <see cref="Type"/> is stable and part of the API.</summary>
public abstract record Refusal(string Type, Phrase Says)
{
    /// <summary>In English.</summary>
    public string Message => Says.ToString();
}

/// <summary>The input breaks rules; all of them at once, by JSON field name.</summary>
public sealed record Invalid(IReadOnlyDictionary<string, Phrase[]> Wrong)
    : Refusal("validation", Phrase.Joined(Wrong.SelectMany(field => field.Value)))
{
    public Invalid(string field, Phrase message)
        : this(new Dictionary<string, Phrase[]> { [field] = [message] }) { }

    /// <summary>In English.</summary>
    public IReadOnlyDictionary<string, string[]> Errors =>
        Wrong.ToDictionary(w => w.Key, w => w.Value.Select(m => m.ToString()).ToArray(), StringComparer.Ordinal);
}

/// <summary>The record named in the path does not exist.</summary>
public sealed record Missing(Phrase What) : Refusal("not-found", $"{What} does not exist.");

/// <summary>The actor lacks the permission.</summary>
public sealed record Forbidden(Permission Permission) : Refusal("forbidden", Sentence(Permission))
{
    private static Phrase Sentence(Permission permission) =>
        permission switch
        {
            Permission.SeeRevenue => "This needs the right to see revenue and buyers." + WhoGivesIt,
            Permission.SeeFullNumbers => "This needs the right to see full caller numbers." + WhoGivesIt,
            Permission.Listen => "This needs the right to hear recordings." + WhoGivesIt,
            Permission.ChangeMoney => "This needs the right to change money." + WhoGivesIt,
            _ => Phrase.Of($"This needs the right “{permission}”."),
        };

    private const string WhoGivesIt = " An administrator gives it: Settings, Users or API keys.";
}

/// <summary>The state of things does not allow it.</summary>
public sealed record Clash(string Type, Phrase Says) : Refusal(Type, Says);

/// <summary>What it acts on is not there yet, and may come: the same request may go better later.</summary>
public sealed record TooEarly(Phrase Says) : Refusal("too-early", Says);

/// <summary>What an operation answers: its value, or the refusal.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsOk => Refusal is null;

    /// <summary>The value; throws where the operation refused.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException("Refused: " + Refusal.Message);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>Collects what is wrong with a request, by JSON field name.</summary>
public sealed class Validation
{
    /// <summary>Stands for what was sent as an amount and can't be read as one.</summary>
    public const decimal NoAmount = decimal.MinValue;

    public const string NotAnAmount = "An amount is a number, as 12.5.";

    private readonly Dictionary<string, List<Phrase>> _errors = new(StringComparer.Ordinal);

    public bool HasErrors => _errors.Count > 0;

    public void Add(string field, Phrase message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>A name that people gave: 1 to <paramref name="longest"/> characters, without control characters.</summary>
    public string Name(string field, string? value, int longest = 200)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
            Add(field, "A name is needed.");
        else
            Text(field, text, longest);
        return text;
    }

    /// <summary>An optional text; null and blank become empty.</summary>
    public string Text(string field, string? value, int longest = 200)
    {
        var text = value?.Trim() ?? "";
        if (text.Length > longest)
            Add(field, $"At most {longest} characters.");
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            Add(field, "Control characters are not allowed.");
        return text;
    }

    /// <summary>An amount of money of 0 or more, as a decimal number.</summary>
    public long Amount(string field, decimal? value, long absent = 0)
    {
        if (value is null)
            return absent;
        if (value == NoAmount)
            Add(field, NotAnAmount);
        else if (value is < 0 or > Money.Largest)
            Add(field, "An amount is 0 or more.");
        else if (Math.Round(value.Value, 6) != value.Value)
            Add(field, "An amount has at most 6 decimals.");
        else
            return Money.ToMillionths(value.Value);
        return 0;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Whole(string field, int? value, int least, int most, int absent)
    {
        if (value is null)
            return absent;
        if (value < least || value > most)
            Add(field, $"A whole number from {least} to {most}.");
        return value.Value;
    }

    /// <summary>One word of a closed set, as the API writes it: <c>callLength</c>. Case does not matter.</summary>
    public T Choice<T>(string field, string? value, T? absent = null)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(value) && absent is { } given)
            return given;
        if (
            value is { Length: > 0 }
            && char.IsAsciiLetter(value[0])
            && Enum.TryParse<T>(value, ignoreCase: true, out var chosen)
            && Enum.IsDefined(chosen)
        )
            return chosen;
        Add(field, $"One of: {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        return default;
    }

    public Invalid ToRefusal() => new(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal));
}
