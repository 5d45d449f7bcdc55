using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Ringpost.Api;

/// <summary>Opaque names of a place in a list: the sort key of the last row that was sent.</summary>
public static class Cursor
{
    public static string Encode(string key) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(key));

    /// <summary>Null for no cursor; false for one that we did not make.</summary>
    public static bool TryDecode(string? cursor, out string? key)
    {
        key = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        try
        {
            key = new UTF8Encoding(false, true).GetString(WebEncoders.Base64UrlDecode(cursor));
            return true;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
    }
}
