namespace Ringpost.CallTracking.TestCalls;

/// <summary>Marks a request of a test call, for a receiver that knows what a test is.</summary>
internal static class TestPixelMark
{
    public const string Skipped = "Skipped: a test call, and the pixels of test calls are not sent here.";

    /// <summary>The URL with <c>test=1</c> behind its parameters; what stands behind a <c>#</c> stays last.</summary>
    public static string On(string url)
    {
        var end = url.IndexOf('#', StringComparison.Ordinal);
        var (front, rest) = end < 0 ? (url, "") : (url[..end], url[end..]);
        var joint =
            !front.Contains('?', StringComparison.Ordinal) ? "?"
            : front[^1] is '?' or '&' ? ""
            : "&";
        return front + joint + "test=1" + rest;
    }
}
