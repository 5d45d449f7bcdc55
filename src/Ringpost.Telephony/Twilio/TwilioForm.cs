using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Ringpost.Telephony.Twilio;

/// <summary>
/// The fields of a webhook as they were sent: repeated keys and case kept, as the signature covers them (telephony.md C4). ASP.NET's own form
/// would merge keys that differ in case.
/// </summary>
internal sealed class TwilioForm
{
    private const int LongestBody = 64 * 1024;

    private readonly List<KeyValuePair<string, string>> _fields = [];

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The first value of the field, null where it was not sent.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var field in _fields)
                if (field.Key == key)
                    return field.Value;
            return null;
        }
    }

    public static TwilioForm Parse(string encoded)
    {
        var form = new TwilioForm();
        foreach (var pair in new QueryStringEnumerable(encoded))
            form._fields.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return form;
    }

    /// <summary>The body's fields, those of the query for a GET. Null for a body that is too long or no form.</summary>
    public static async Task<TwilioForm?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!HttpMethods.IsPost(request.Method))
            return Parse(request.QueryString.Value ?? "");
        if (request.ContentLength is 0)
            return Parse("");
        if (!request.HasFormContentType || request.ContentLength > LongestBody)
            return null;
        using var text = new StreamReader(request.Body);
        // An array of this length made anew for each webhook would have the whole heap collected dozens of times a second.
        var buffer = ArrayPool<char>.Shared.Rent(LongestBody + 1);
        try
        {
            var length = await text.ReadBlockAsync(buffer.AsMemory(0, LongestBody + 1), cancellation);
            return length > LongestBody ? null : Parse(new string(buffer, 0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
