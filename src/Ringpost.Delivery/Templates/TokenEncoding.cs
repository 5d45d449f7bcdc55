namespace Ringpost.Delivery.Templates;

/// <summary>How values are written so that none leaves its place (ringba.md 4.2).</summary>
public enum TokenEncoding
{
    /// <summary>Percent-encoded (RFC 3986): <c>+</c> becomes <c>%2B</c>.</summary>
    Url,

    /// <summary>JSON-escaped inside quotes; outside them a number, <c>true</c>, <c>false</c> or <c>null</c> as it is, else a quoted text.</summary>
    Json,

    /// <summary>As a field of a form: percent-encoded, a space as <c>+</c>.</summary>
    Form,

    /// <summary>Without control characters, so that no value starts another header.</summary>
    Header,

    /// <summary>As text or attribute of an XML document; inside CDATA as it is, without its end.</summary>
    Xml,

    /// <summary>As it is.</summary>
    Raw,
}

public static class TokenEncodings
{
    /// <summary>The encoding of a body of this content type.</summary>
    public static TokenEncoding OfBody(string? contentType) =>
        contentType switch
        {
            null => TokenEncoding.Json,
            _ when contentType.Contains("json", StringComparison.OrdinalIgnoreCase) => TokenEncoding.Json,
            _ when contentType.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) => TokenEncoding.Form,
            _ when contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) => TokenEncoding.Xml,
            _ => TokenEncoding.Raw,
        };
}
