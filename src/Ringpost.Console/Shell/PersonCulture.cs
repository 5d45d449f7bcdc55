using System.Globalization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Ringpost.Console.Shell;

/// <summary>
/// How the person of a circuit reads numbers and dates. It flows with whatever their circuit does, beside the cultures of .NET, which stay as they
/// are: what is stored or answered by the API knows nothing of it.
/// </summary>
internal sealed class PersonCulture : CircuitHandler
{
    private static readonly AsyncLocal<CultureInfo?> Flowing = new();

    private CultureInfo? _own;

    /// <summary>Null: the Console's own way.</summary>
    public static CultureInfo? Current => Flowing.Value;

    /// <param name="locale">One of <c>Locales</c>, or null.</param>
    public void Take(string? locale) => Flowing.Value = _own = locale is null ? null : CultureInfo.GetCultureInfo(locale);

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            Flowing.Value = _own;
            await next(context);
        };
}
