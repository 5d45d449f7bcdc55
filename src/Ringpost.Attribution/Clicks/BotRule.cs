using System.Buffers;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// Whether a user agent names itself as a program that follows links by itself. Such a click is redirected and kept, marked; it
/// counts in no report and gets no cookie.
/// </summary>
internal static class BotRule
{
    // Not “bot” alone: there are telephones named Cubot.
    private static readonly SearchValues<string> Names = SearchValues.Create(
        [
            "bot/",
            "bot-",
            "bot (",
            "bot;",
            "bot)",
            "robot",
            "crawl",
            "spider",
            "slurp",
            "facebookexternalhit",
            "whatsapp/",
            "preview",
            "lighthouse",
            "pingdom",
            "uptime",
            "curl/",
            "wget/",
            "python-",
            "go-http-client",
            "scrapy",
            "libwww",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    public static bool IsBot(string? userAgent) => string.IsNullOrWhiteSpace(userAgent) || userAgent.AsSpan().ContainsAny(Names);
}
