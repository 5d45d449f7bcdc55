using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Delivery.Outbox;

/// <summary>
/// What sending asks for beside the request itself. Credentials stand here by id and are resolved at each attempt (architecture 4.5); of the
/// answer a status and a text may be asked, the text whatever the letters' case.
/// </summary>
/// <param name="Credential">Id of the credential that signs in.</param>
/// <param name="Signature">Id of the credential that signs.</param>
/// <param name="AnswerHas">Only an answer with this text is an acceptance.</param>
/// <param name="AnswerLacks">An answer with this text is none.</param>
/// <param name="AnswerStatus">The statuses that are an acceptance, as <see cref="StatusList"/> spells them; null is any 2xx.</param>
public sealed record SendTerms(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Credential = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Signature = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AnswerHas = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AnswerLacks = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AnswerStatus = null
)
{
    public static readonly SendTerms None = new();

    /// <summary>Null where nothing is asked, as of most deliveries.</summary>
    internal string? ToJson() => this == None ? null : JsonSerializer.Serialize(this);

    internal static SendTerms FromJson(string? json) => json is null ? None : JsonSerializer.Deserialize<SendTerms>(json) ?? None;
}
