using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Storage.ChangeLog;

namespace Ringpost.CallTracking.Import;

/// <summary>Campaigns, and what is theirs: routes, payouts, pixels, URL parameters.</summary>
internal sealed partial class RingbaWrite
{
    private async Task<RingbaPlace<PixelSetting>> PixelsAsync()
    {
        var place = new RingbaPlace<PixelSetting>(
            "pixel",
            (await PixelsSql.AllAsync(unit.Connection)).ToDictionary(p => p.Id.Value),
            await ArchivedAsync("pixels"),
            p => new
            {
                p.Name,
                p.FireOn,
                p.Url,
                p.Method,
                Headers = p.Headers.OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase).Select(h => $"{h.Key}: {h.Value}"),
                p.Body,
                p.ContentType,
                p.Enabled,
                p.Filters,
                Credential = p.CredentialId?.Value,
            }
        );
        foreach (var draft in book.Pixels.Select(d => d with { Value = SignedIn(d.Value, place) }))
            await TakeAsync(
                place,
                draft,
                p => p.Id.Value,
                async p =>
                {
                    await AdoptAsync(p);
                    await PixelsSql.InsertAsync(unit, p);
                },
                // What Ringba does not have stays as it was set here.
                (b, a) =>
                    b with
                    {
                        Name = a.Name,
                        FireOn = a.FireOn,
                        Url = a.Url,
                        Method = a.Method,
                        Headers = a.Headers,
                        Body = a.Body,
                        ContentType = a.ContentType,
                        Enabled = a.Enabled,
                        Filters = a.Filters,
                        EachConnection = b.EachConnection && a.FireOn == PixelEvent.Connected,
                        CredentialId = a.CredentialId,
                    },
                async (_, p) =>
                {
                    await AdoptAsync(p);
                    await PixelsSql.UpdateAsync(unit, p);
                }
            );
        return place;
    }

    /// <summary>The credential that its name and password make; where Ringba has none, the one that was chosen here stays.</summary>
    private PixelSetting SignedIn(PixelSetting pixel, RingbaPlace<PixelSetting> place) =>
        pixel with
        {
            CredentialId =
                book.SignIns.TryGetValue(pixel.Id, out var signIn) ? credentials.IdOf(new Uri(pixel.Url), signIn.User, signIn.Password)
                : place.Has(pixel.Id.Value) ? place[pixel.Id.Value].CredentialId
                : null,
        };

    private async Task AdoptAsync(PixelSetting pixel)
    {
        if (book.SignIns.TryGetValue(pixel.Id, out var signIn))
            await credentials.BasicAsync(unit, actor, new Uri(pixel.Url), signIn.User, signIn.Password);
    }

    private async Task UrlParametersAsync()
    {
        var place = new RingbaPlace<UrlParameter>(
            "url-parameter",
            (await UrlParametersSql.AllAsync(unit.Connection)).ToDictionary(p => p.Parameter, StringComparer.Ordinal),
            Nothing,
            p => new { p.TagType, p.TagName }
        );
        foreach (var draft in book.UrlParameters)
            await TakeAsync(
                place,
                draft with
                {
                    Value = draft.Value with { Id = new UrlParameterId("QP" + identifiers.TimeOrdered()) },
                },
                p => p.Parameter,
                p => UrlParametersSql.InsertAsync(unit, p),
                (b, a) => b with { TagType = a.TagType, TagName = a.TagName },
                (_, p) => UrlParametersSql.UpdateAsync(unit, p)
            );
    }

    private async Task<RingbaPlace<CallCampaign>> CampaignsAsync()
    {
        var place = new RingbaPlace<CallCampaign>(
            "call-campaign",
            (await CallCampaignsSql.LivingAsync(unit.Connection)).ToDictionary(c => c.Id.Value),
            await ArchivedAsync("call_campaigns"),
            c => new
            {
                c.Name,
                c.Country,
                c.TrackingId,
                c.Enabled,
                c.DialAttempts,
                c.OnePayoutPerCaller,
                c.Guards.Duplicates,
                c.Guards.Spam,
            }
        );
        foreach (var draft in book.Campaigns)
            await TakeAsync(
                place,
                draft,
                c => c.Id.Value,
                async c =>
                {
                    await CallCampaignsSql.InsertAsync(unit, c);
                    await CallCampaignsSql.UpdateAsync(unit, c);
                },
                (b, a) =>
                    b with
                    {
                        Name = a.Name,
                        Country = a.Country,
                        TrackingId = a.TrackingId,
                        Enabled = a.Enabled,
                        DialAttempts = a.DialAttempts,
                        OnePayoutPerCaller = a.OnePayoutPerCaller,
                        Guards = b.Guards with { Duplicates = a.Guards.Duplicates, Spam = a.Guards.Spam },
                    },
                async (_, c) =>
                {
                    await CallCampaignsSql.UpdateAsync(unit, c);
                    await CampaignGuardsSql.UpdateAsync(unit, c.Id, c.Guards);
                }
            );
        return place;
    }

    private async Task RoutesAsync(RingbaPlace<CallCampaign> campaigns, RingbaPlace<Target> targets)
    {
        // A target has one route on a campaign, whatever its id.
        static string Key(Route r) => $"{r.CampaignId}|{r.TargetId}";
        var place = new RingbaPlace<Route>(
            "route",
            (await RoutesSql.AllAsync(unit.Connection)).ToDictionary(Key),
            Nothing,
            r => new
            {
                r.Priority,
                r.Weight,
                r.Conversion,
                r.Enabled,
            }
        );
        foreach (var draft in book.Routes)
            if (
                Finds(draft.Subject, "campaign", campaigns, draft.Value.CampaignId.Value)
                && Finds(draft.Subject, "target", targets, draft.Value.TargetId.Value)
            )
                await TakeAsync(
                    place,
                    draft,
                    Key,
                    r => RoutesSql.InsertAsync(unit, r),
                    (b, a) => a with { Id = b.Id, CreatedAt = b.CreatedAt },
                    (_, r) => RoutesSql.UpdateAsync(unit, r),
                    new CardOf("call-campaign", draft.Value.CampaignId.Value)
                );
    }

    private async Task PayoutsAsync(RingbaPlace<CallCampaign> campaigns, RingbaPlace<Publisher> publishers)
    {
        var place = new RingbaPlace<PayoutRule>(
            "payout-rule",
            (await PayoutRulesSql.AllAsync(unit.Connection)).ToDictionary(r => r.Id.Value),
            Nothing,
            r => new
            {
                r.PublisherId,
                r.On,
                r.Seconds,
                r.TimerStart,
                Amount = r.Amount / 1_000_000m,
                r.RevenueShare,
                r.DedupeSeconds,
                r.Filters,
                r.Hours,
            }
        );
        foreach (var draft in book.Payouts)
            if (
                Finds(draft.Subject, "campaign", campaigns, draft.Value.CampaignId.Value)
                && Finds(draft.Subject, "publisher", publishers, draft.Value.PublisherId?.Value)
            )
                await TakeAsync(
                    place,
                    draft,
                    r => r.Id.Value,
                    async r =>
                    {
                        var position = (int)await PayoutRulesSql.NextPositionAsync(unit, r.CampaignId);
                        await PayoutRulesSql.InsertAsync(unit, r with { Position = position });
                    },
                    (b, a) => a with { Position = b.Position, CreatedAt = b.CreatedAt },
                    (_, r) => PayoutRulesSql.UpdateAsync(unit, r),
                    new CardOf("call-campaign", draft.Value.CampaignId.Value)
                );
    }

    private async Task AttachAsync(RingbaPlace<CallCampaign> campaigns, RingbaPlace<PixelSetting> pixels)
    {
        foreach (var (campaign, pixel) in book.Attachments)
            if (!campaigns.Has(campaign.Id))
                continue;
            else if (!pixels.Has(pixel.Value))
                campaign.Note(RingbaReason.ReferenceMissing, $"Its pixel {pixel} is not here.");
            else if (await CampaignPixelsSql.AttachAsync(unit, new CallCampaignId(campaign.Id), pixel))
            {
                book.Log.Attached++;
                campaign.Tell(RingbaOutcome.Add, $"Its pixel {pixel} is attached.");
            }
    }
}
