using Microsoft.AspNetCore.Components;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Shell;

internal sealed record MenuEntry(string Title, string Path, MarkupString Icon, string Purpose);

/// <summary>A group of the left menu. One with an <paramref name="Overview"/> has a page of its own that says what its entries are for.</summary>
internal sealed record MenuGroup(string Title, string? Overview, IReadOnlyList<MenuEntry> Entries);

/// <summary>The left menu in the words of Ringba and CAKE; Campaigns stands on both sides.</summary>
internal static class Menu
{
    public static readonly MenuGroup Calls = new(
        "Calls",
        null,
        [
            new("Calls", "/console/calls", Icons.Call, "Every call and what became of it."),
            new("Live", "/console/live", Icons.PhoneEnabled, "The calls that go on now."),
            new("Campaigns", "/console/campaigns", Icons.Campaign, "Numbers, routes, payouts and pixels of one kind of call."),
            new("Publishers", "/console/publishers", Icons.Groups, "Who sends calls."),
            new("Numbers", "/console/numbers", Icons.Dialpad, "The tracking numbers that callers dial."),
            new("Buyers", "/console/buyers", Icons.Storefront, "Who takes and pays for calls."),
            new("Targets", "/console/targets", Icons.AdsClick, "Where calls are sent."),
            new("Blocked numbers", "/console/blocked-numbers", Icons.Block, "Callers that are turned away."),
            new("URL parameters", "/console/url-parameters", Icons.Link, "Which tags the values of URLs become."),
            new(
                "Adjustment requests",
                "/console/adjustment-requests",
                Icons.PendingActions,
                "Other amounts that buyers ask for; decide them here."
            ),
            new("Report", "/console/report", Icons.TableChart, "Calls, revenue and payout by number, publisher, campaign or day."),
            new("Import from Ringba", "/console/import-from-ringba", Icons.UploadFile, "Bring an account over with its ids."),
        ]
    );

    public static readonly MenuGroup Attribution = new(
        "Attribution",
        null,
        [
            new("Conversions", "/console/attribution/conversions", Icons.PriceCheck, "What was received and what is paid."),
            new("Clicks", "/console/attribution/clicks", Icons.Mouse, "Who came through which affiliate's link."),
            new("Campaigns", "/console/attribution/campaigns", Icons.Hub, "An offer run by an affiliate."),
            new("Offers", "/console/attribution/offers", Icons.LocalOffer, "What is promoted, and its price."),
            new("Caps", "/console/attribution/caps", Icons.Speed, "How far each cap is used up, and when it counts anew."),
            new("Affiliates", "/console/attribution/affiliates", Icons.Diversity3, "Who promotes."),
            new("Advertisers", "/console/attribution/advertisers", Icons.Business, "Who pays, and the events that count."),
            new("Reports", "/console/attribution/report", Icons.TableChart, "Clicks, conversions, revenue and cost by what you choose."),
            new(
                "Pixel log",
                "/console/attribution/pixel-log",
                Icons.ManageSearch,
                "Every postback that arrived and why it did or did not count."
            ),
            new("Test console", "/console/attribution/test-console", Icons.Science, "What would become of a postback, without storing it."),
            new(
                "Adjustments",
                "/console/attribution/adjustments",
                Icons.PublishedWithChanges,
                "Change, insert and reconcile many conversions at once."
            ),
            new(
                "Exchange rates",
                "/console/attribution/exchange-rates",
                Icons.CurrencyExchange,
                "What other currencies were worth, day by day."
            ),
            new("IP whitelist", "/console/attribution/ip-whitelist", Icons.VerifiedUser, "Senders that are believed."),
            new("Import from CAKE", "/console/attribution/import", Icons.UploadFile, "Bring a network over with its ids."),
            new("Clickless postback", "/console/attribution/clickless-postback", Icons.Webhook, "The URL to paste into the call tracker."),
        ]
    );

    public static readonly MenuGroup Integrations = new(
        "Integrations",
        "/console/integrations",
        [
            new("Pixels", "/console/pixels", Icons.Sensors, "Requests that are sent when something happens in a call."),
            new("Conversion webhooks", "/console/conversion-hooks", Icons.Webhook, "URLs by which buyers say that a call was sold."),
            new("Credentials", "/console/credentials", Icons.Key, "What receivers know us by: passwords, tokens, signatures."),
            new("Deliveries", "/console/deliveries", Icons.Outbox, "What was sent, what was answered, and sending again."),
            new("Agreement", "/console/agreement", Icons.Balance, "Do calls and conversions say the same, and where and why not."),
            new("Periods", "/console/periods", Icons.EventAvailable, "Close days; what is open so far."),
            new("Documents", "/console/documents", Icons.ReceiptLong, "Bills and statements of closed days."),
            new("Book check", "/console/book-check", Icons.FactCheck, "Entries, rollups, reports and documents agree, or where not."),
            new(
                "Alerts",
                "/console/alerts",
                Icons.NotificationsActive,
                "What went wrong with calls, receivers and caps, and when it was right again."
            ),
            new("Receivers", "/console/receivers", Icons.Dns, "Hosts that things wait for: limits, failures, our addresses."),
        ]
    );

    public static readonly MenuGroup Settings = new(
        "Settings",
        "/console/settings",
        [
            new(
                "Set-up guide",
                "/console/setup-guide",
                Icons.Checklist,
                "From the first advertiser to the first call that became a conversion."
            ),
            new("Users", "/console/settings/users", Icons.Person, "Who may sign in, and what they may do."),
            new("API keys", "/console/settings/api-keys", Icons.Key, "Access for other programs."),
            new("Carriers", "/console/settings/carriers", Icons.CellTower, "Telephone accounts and the addresses they call."),
            new("Alerts and e-mail", "/console/settings/alerts", Icons.MarkEmailUnread, "Who is told when something goes wrong, and when."),
            new(
                "Recordings",
                "/console/settings/recordings",
                Icons.Mic,
                "Where recordings are kept, for how long, and what was not copied."
            ),
            new("Test numbers", "/console/settings/test-numbers", Icons.Science, "Callers whose calls are tests and count nowhere."),
            new(
                "Erased callers",
                "/console/settings/erasures",
                Icons.PersonRemove,
                "Take a caller's number away from everywhere it stands."
            ),
            new("Global pixel", "/console/settings/global-pixel", Icons.TravelExplore, "The network's own postback, for every conversion."),
            new("Routing", "/console/settings/routing", Icons.AltRoute, "What holds for the routes of every campaign."),
            new("Instance", "/console/settings/instance", Icons.Tune, "Time zone, currency and public addresses."),
        ]
    );

    /// <summary>What a publisher's or buyer's person can open; every other page is not there for them.</summary>
    private static readonly MenuGroup OfPartners = new(
        "Calls",
        null,
        [
            .. Calls.Entries.Where(e => e.Title is "Calls" or "Live" or "Report"),
            new("Documents", "/console/documents", Icons.ReceiptLong, "Your bills or statements of closed days."),
        ]
    );

    public static readonly IReadOnlyList<MenuGroup> Groups = [Calls, Attribution, Integrations, Settings];

    private static readonly MenuGroup OfBuyers = new(
        "Calls",
        null,
        [.. OfPartners.Entries, new("Disputes", Requests, Icons.PendingActions, "The calls that you disputed.")]
    );

    /// <summary>The page whose entry shows how many wait.</summary>
    public const string Requests = "/console/adjustment-requests";

    /// <summary>Pages of revenue, and of those who pay it: what stands on them is refused to whoever may not see either.</summary>
    private static readonly string[] OfRevenue =
    [
        "/console/buyers",
        "/console/targets",
        Requests,
        "/console/attribution/advertisers",
        "/console/attribution/test-console",
        "/console/attribution/adjustments",
        "/console/attribution/ip-whitelist",
        "/console/conversion-hooks",
        "/console/agreement",
        "/console/periods",
        "/console/documents",
        "/console/book-check",
        "/console/setup-guide",
    ];

    private static readonly IReadOnlyList<MenuGroup> WithoutRevenue =
    [
        .. Groups.Select(g => g with { Entries = [.. g.Entries.Where(e => !OfRevenue.Contains(e.Path))] }),
    ];

    public static IReadOnlyList<MenuGroup> For(Actor actor) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue) ? Groups : WithoutRevenue,
            Role.Publisher => [OfPartners],
            Role.Buyer => [OfBuyers],
        };

    /// <summary>What stands in a page's place for whoever may not open it; null for who may.</summary>
    public static string? Refusal(Actor actor, string path) =>
        !Opens(actor, path) ? "This page is for the network's own people."
        : !actor.IsPartner
        && !actor.May(Permission.SeeRevenue)
        && OfRevenue.Any(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal))
            ? new Forbidden(Permission.SeeRevenue).Message
        : null;

    /// <summary>Whether the page exists for the actor.</summary>
    private static bool Opens(Actor actor, string path) =>
        !actor.IsPartner
        || path is "/console" or "/console/my-settings" or "/console/calls" or "/console/live" or "/console/report" or "/console/documents"
        || path.StartsWith("/console/documents/", StringComparison.Ordinal)
        || (actor.Role == Role.Buyer && path == Requests)
        || (path.StartsWith("/console/calls/", StringComparison.Ordinal) && path != "/console/calls/adjust");
}
