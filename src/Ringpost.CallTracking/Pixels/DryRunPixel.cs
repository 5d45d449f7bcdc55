using System.Text.Json.Serialization;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// Renders a pixel, stored or not, on a call of the past or on a sample, and sends nothing: the request as it would leave, where each value comes
/// from, and what is doubtful about it.
/// </summary>
public sealed class DryRunPixel(Database database, Snapshot<CallConfiguration> snapshot, Snapshot<CredentialBook> credentials)
{
    /// <param name="Pixel">As for creating it.</param>
    /// <param name="CallId">Absent is a sample.</param>
    public sealed record Request(CreatePixel.Request? Pixel, string? CallId = null);

    /// <param name="Headers">Also those that are made at each attempt, in words.</param>
    /// <param name="DeliveredWhen">By what rule its answer would be judged, as a sentence.</param>
    /// <param name="WouldFire">Whether the call would have been sent; null of a sample.</param>
    /// <param name="Why">Why not, as a sentence.</param>
    public sealed record Response(
        string Method,
        string Url,
        IReadOnlyDictionary<string, string> Headers,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Body,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContentType,
        IReadOnlyList<DryToken> Tokens,
        IReadOnlyList<Phrase> Warnings,
        Phrase DeliveredWhen,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? WouldFire,
        Phrase Why
    )
    {
        /// <summary>As it was read, for those who look on.</summary>
        [JsonIgnore]
        public Pixel? Pixel { get; init; }

        /// <summary>The campaign of the past call.</summary>
        [JsonIgnore]
        public CallCampaignId? CampaignId { get; init; }

        /// <summary>The publisher of the past call.</summary>
        [JsonIgnore]
        public PublisherId? PublisherId { get; init; }
    }

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await snapshot.GetAsync(cancellation);
        var book = await credentials.GetAsync(cancellation);
        var validation = new Validation();
        // A name is no part of what is sent.
        var typed = request.Pixel ?? new CreatePixel.Request(null, null, null);
        var setting = PixelCheck.Read(validation, typed with { Name = string.IsNullOrWhiteSpace(typed.Name) ? "Dry run" : typed.Name });
        var around = PixelSurroundings.Of(configuration);
        PixelReferences.Check(validation, setting, around, book);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var pixel = setting.Parse();
        Phrase[] warnings = [.. PixelWarnings.Add(setting, around).Warnings, .. PixelLint.OfHost(pixel)];
        if (string.IsNullOrWhiteSpace(request.CallId))
            return Render(actor, pixel, warnings, book, DryValues.Sample(configuration, pixel.FireOn), null, "");

        var id = new CallId(request.CallId.Trim());
        var found = await database.ReadAsync(
            async c =>
                await CallsSql.FindAsync(c, id) is { } call
                    ? (Call: call, Logged: await PastEvents.OfAsync(c, id), Tags: await CallTagsSql.ListAsync(c, id))
                    : default,
            cancellation
        );
        if (found.Call is null)
            return new Invalid("callId", "There is no such call.");
        var at = PastEvents.Moment(found.Call, found.Logged, pixel.FireOn);
        var tokens = new CallTokens(found.Call, configuration, at ?? found.Call.ArrivedAt, found.Tags) { AsOf = pixel.FireOn };
        var why =
            at is null ? Phrase.Of($"{pixel.FireOn} did not happen to this call.")
            : !pixel.IsForPublisher(found.Call.PublisherId) ? "The call is of another publisher."
            : pixel.Filters.FirstUnmet(tokens.Lookup()) is { } unmet
                ? Phrase.Of($"The filter stops it, which asks: {FilterSentences.Of(unmet)}.")
            : "";
        return Render(actor, pixel, warnings, book, DryValues.Of(tokens), why.IsEmpty, why) with
        {
            CampaignId = found.Call.CampaignId,
            PublisherId = found.Call.PublisherId,
        };
    }

    private static Response Render(
        Actor actor,
        Pixel pixel,
        IReadOnlyList<Phrase> warnings,
        CredentialBook book,
        DryValues values,
        bool? wouldFire,
        Phrase why
    )
    {
        var headers = pixel.Headers.ToDictionary(h => h.Key, h => Seen(h.Value.Render(values.ValueOf, TokenEncoding.Header)));
        if (pixel.Terms.Credential is { } credential)
            headers["Authorization"] = $"from the credential {book.Find(new(credential))?.Name}";
        if (pixel.Terms.Signature is { } signature)
            headers["webhook-signature"] = $"from the signature {book.Find(new(signature))?.Name}";
        headers["Idempotency-Key"] = "of call, pixel and event";
        return new Response(
            pixel.Method,
            Seen(pixel.Url.Render(values.ValueOf, TokenEncoding.Url)),
            headers,
            pixel.Body is { } body ? Seen(body.Render(values.ValueOf, TokenEncodings.OfBody(pixel.ContentType))) : null,
            pixel.ContentType,
            [.. Places(pixel).Select(p => values.Describe(p.Token, p.Place)).Select(t => t with { Value = Seen(t.Value) })],
            warnings,
            Delivery.Outbox.DeliveredWhen.Sentence(pixel.SuccessRule, pixel.Terms),
            wouldFire,
            why
        )
        {
            Pixel = pixel,
        };

        string Seen(string text) => actor.May(Permission.SeeFullNumbers) ? text : MaskNumbers.In(text);
    }

    private static IEnumerable<(TokenReference Token, string Place)> Places(Pixel pixel) =>
        pixel
            .Url.Tokens.Select(t => (t, "URL"))
            .Concat(pixel.Headers.SelectMany(h => h.Value.Tokens.Select(t => (t, h.Key))))
            .Concat(pixel.Body?.Tokens.Select(t => (t, "body")) ?? [])
            .DistinctBy(t => (t.t.Key, t.Item2));
}
