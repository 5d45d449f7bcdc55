using System.Data.Common;
using System.Text.Json;
using System.Xml;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Routing;

public enum FallbackKind
{
    /// <summary>The call is turned away.</summary>
    None,

    /// <summary>A target of last resort is dialed.</summary>
    Target,

    /// <summary>The caller hears a text, then the call ends.</summary>
    Message,
}

/// <summary>What becomes of a call that none of the campaign's targets can take.</summary>
public sealed record Fallback(FallbackKind Kind, TargetId? TargetId, string Message)
{
    public static Fallback None { get; } = new(FallbackKind.None, null, "");

    internal static Fallback? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Fallback>(json, RingpostJson.Options);

    internal string ToJson() => JsonSerializer.Serialize(this, RingpostJson.Options);
}

/// <summary>A fallback as it is sent: <c>none</c>, <c>target</c> with its id, or <c>message</c> with the text that is spoken.</summary>
public sealed record FallbackRequest(string? Kind, TargetId? TargetId = null, string? Message = null)
{
    /// <summary>The longest text: about two minutes of speech.</summary>
    private const int LongestMessage = 1500;

    internal static Fallback? Read(Validation validation, FallbackRequest? request)
    {
        if (request is null)
            return null;
        var kind = validation.Choice<FallbackKind>("fallback.kind", request.Kind);
        if (kind == FallbackKind.Target && request.TargetId is null)
            validation.Add("fallback.targetId", "A target is needed.");
        if (kind == FallbackKind.Message && string.IsNullOrWhiteSpace(request.Message))
            validation.Add("fallback.message", "The text that the caller hears.");
        else if (request.Message is { } text && !IsXml(text))
            validation.Add("fallback.message", "The text holds a character that carriers can't read.");
        return new Fallback(
            kind,
            kind == FallbackKind.Target ? request.TargetId : null,
            kind == FallbackKind.Message ? validation.Text("fallback.message", request.Message, LongestMessage) : ""
        );
    }

    /// <summary>What is said travels as XML, which can't hold every character.</summary>
    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!XmlConvert.IsXmlChar(text[i]) && (i + 1 == text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i++])))
                return false;
        return true;
    }

    /// <summary>The key that keeps the target from being archived meanwhile.</summary>
    internal static string KeyOf(Fallback? fallback) => $"target:{fallback?.TargetId}";

    internal static async Task CheckAsync(DbConnection connection, Validation validation, Fallback? fallback)
    {
        if (fallback?.TargetId is { } target && await TargetsSql.FindAsync(connection, target) is null)
            validation.Add("fallback.targetId", (await NotInUse.OfAsync(connection, target)).Says);
    }
}
