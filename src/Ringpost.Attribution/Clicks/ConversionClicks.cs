using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// The click's part in the write of postbacks (cake.md 2.8). Before the conversions are inserted it claims for each the place that its click
/// and event have once; one that finds it taken is not inserted. Afterwards it gives the places their conversions, lets go those that were not
/// needed, and settles what found its place taken. Costs nothing where no postback of the list has a click.
/// </summary>
internal sealed class ConversionClicks(DuplicateResolver duplicates)
{
    public async Task ClaimAsync(PostbackBatch batch)
    {
        List<int>? clicked = null;
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.Items[i].Conversion?.Click is not null)
                (clicked ??= []).Add(i);
        if (clicked is null)
            return;
        // Sorted, so that two nodes wait for each other in one order.
        clicked.Sort((a, b) => Key(batch, a).CompareTo(Key(batch, b)));
        foreach (var i in clicked)
        {
            var draft = batch.Items[i].Conversion!;
            if (!draft.OncePerSession || await ConversionClicksSql.ClaimAsync(batch.Unit, draft))
                continue;
            batch.Clicks.Taken.Add((i, draft));
            batch.Items[i] = batch.Items[i] with { Conversion = null };
        }

        batch.Clicks.Open.AddRange(clicked.Where(i => batch.Items[i].Conversion is not null));
    }

    public async Task SettleAsync(PostbackBatch batch)
    {
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.Items[i] is { Arrival.Session: not 0, Refusal: not null, Row: null } refused)
                await ConversionClicksSql.KeepSessionAsync(batch.Unit, batch.Written[i].PixelLogId, refused.Arrival);
        foreach (var i in batch.Clicks.Open)
        {
            var draft = batch.Items[i].Conversion!;
            if (batch.IsStored(i) && draft.OncePerSession)
                await ConversionClicksSql.AttachAsync(batch.Unit, draft, batch.Written[i].Conversion!.Value);
            else if (batch.IsStored(i))
                await ConversionClicksSql.InsertAsync(batch.Unit, draft, batch.Written[i].Conversion!.Value);
            else if (draft.OncePerSession)
                await ConversionClicksSql.ReleaseAsync(batch.Unit, draft);
        }

        foreach (var (i, draft) in batch.Clicks.Taken)
        {
            if (await ConversionClicksSql.FindAsync(batch.Unit, draft) is not { } holder)
                // Its neighbour in this list had the place and turned out to be a duplicate: written one by one, this one gets it.
                throw new InvalidOperationException("A conversion's place in its session was let go.");
            var (outcome, conversion) = await duplicates.ResolveStoredAsync(batch.Unit, batch.Deltas, draft, holder);
            batch.Settle(i, outcome, conversion);
        }

        await ShowHtmlAsync(batch);
    }

    /// <summary>
    /// A browser is handed the affiliate's HTML pixels once per conversion, be it that it brought the conversion or that a server's postback
    /// did before (Postback Fallback, cake.md 2.8).
    /// </summary>
    private static async Task ShowHtmlAsync(PostbackBatch batch)
    {
        foreach (var i in batch.Clicks.Open.Where(batch.IsStored))
            if (batch.Items[i].Conversion is { HasBrowser: true, Fire: { FiresAny: true } fire } draft)
                await TryShowAsync(batch, i, draft, fire);
        foreach (var (i, draft) in batch.Clicks.Taken)
            if (draft is { HasBrowser: true, Plan: not null } && batch.Written[i].Conversion is { } conversion)
                if (await ConversionClicksSql.FindFireCaseAsync(batch.Unit, conversion, draft) is { } @case)
                    await TryShowAsync(batch, i, draft, AffiliatePostbacks.FireRule.Decide(@case, draft.Plan.Pixels));
    }

    private static async Task TryShowAsync(PostbackBatch batch, int i, ConversionDraft draft, AffiliatePostbacks.FireDecision fire)
    {
        var html = AffiliatePostbacks.AffiliatePixels.ListHtml(fire, draft.Told(batch.Written[i].Conversion!.Value));
        if (html.Count > 0 && await ConversionClicksSql.ShowAsync(batch.Unit, batch.Written[i].Conversion!.Value))
            batch.Written[i] = batch.Written[i] with { Html = html };
    }

    private static (long Click, long Event, int Item) Key(PostbackBatch batch, int i) =>
        (batch.Items[i].Conversion!.Click!.Id, batch.Items[i].Conversion!.Event.Value, i);
}

/// <summary>What the step keeps between its two halves.</summary>
internal sealed class ClickPlaces
{
    /// <summary>With a click and its place, or in no need of one.</summary>
    public List<int> Open { get; } = [];

    /// <summary>Found their place taken; set aside until what holds it is stored.</summary>
    public List<(int Item, ConversionDraft Draft)> Taken { get; } = [];
}
