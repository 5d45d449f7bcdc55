using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Ringpost.Server.Simulation;

/// <summary>
/// Sends what a carrier sends: signed forms (telephony.md C4) to the real webhook routes. Written from the documentation and on purpose not
/// with the code that checks signatures: each proves the other.
/// </summary>
/// <param name="repeatFor">How long a request that gets no answer or 5xx is repeated; a real carrier repeats once.</param>
public sealed class CarrierRequests(HttpClient http, string accountSid, string authToken, TimeProvider time, TimeSpan repeatFor = default)
{
    public string AccountSid { get; } = accountSid;

    /// <summary>Null where the answer was refused for good.</summary>
    public async Task<(XElement? Document, HttpStatusCode Status)> PostAsync(
        Uri url,
        Dictionary<string, string> form,
        CancellationToken cancellation
    )
    {
        var began = time.GetTimestamp();
        for (var run = 1; ; run++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
                request.Headers.Add("X-Twilio-Signature", Sign(url, form));
                using var answer = await http.SendAsync(request, cancellation);
                if ((int)answer.StatusCode < 500 || IsOver(run))
                    return (await ReadAsync(answer, cancellation), answer.StatusCode);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !IsOver(run))
            {
                // The server is away; the carrier repeats.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 50 * run)), time, cancellation);
        }

        bool IsOver(int run) => run > 1 && time.GetElapsedTime(began) > repeatFor;
    }

    private string Sign(Uri url, Dictionary<string, string> form)
    {
        var text = new StringBuilder(url.OriginalString);
        foreach (var (key, value) in form.OrderBy(f => f.Key, StringComparer.Ordinal))
            text.Append(key).Append(value);
#pragma warning disable CA5350 // The dialect's signature is HMAC-SHA1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    private static async Task<XElement?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            return null;
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (string.IsNullOrWhiteSpace(text))
            return new XElement("Response");
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>As in <c>Tue, 12 May 2015 17:52:22 +0000</c>.</summary>
    internal const string TimestampFormat = "ddd, dd MMM yyyy HH:mm:ss '+0000'";

    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
}
