using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Ringpost.Server.Simulation;

/// <summary>
/// Moves the server's clock to the moment that a carrier's request says it is. What the moment before left to send is sent first: a delivery
/// that is on its way would seem to take as long as the clock leaps.
/// </summary>
/// <param name="clock">Of the server that is asked.</param>
/// <param name="settle">Waits until the server has nothing left to send.</param>
public sealed class PlayedRequests(PlayedClock clock, Func<CancellationToken, Task> settle) : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content && await MomentAsync(content, cancellationToken) is { } moment)
        {
            if (moment - clock.GetUtcNow() > Leap)
                await settle(cancellationToken);
            clock.MoveTo(moment);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static async Task<DateTimeOffset?> MomentAsync(HttpContent content, CancellationToken cancellation)
    {
        var form = QueryHelpers.ParseQuery(await content.ReadAsStringAsync(cancellation));
        return DateTimeOffset.TryParseExact(
            form["Timestamp"],
            CarrierRequests.TimestampFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
            : null;
    }
}
