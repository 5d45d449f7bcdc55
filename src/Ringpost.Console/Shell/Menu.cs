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
    public static MenuGroup Calls =>
        new(
            T["Calls"],
            null,
            [
                new(T["Calls"], "/console/calls", Icons.Call, T["Every call and what became of it."]),
                new(T["Live"], "/console/live", Icons.PhoneEnabled, T["The calls that go on now."]),
                new(T["Campaigns"], "/console/campaigns", Icons.Campaign, T["Numbers, routes, payouts and pixels of one kind of call."]),
                new(T["Publishers"], "/console/publishers", Icons.Groups, T["Who sends calls."]),
                new(T["Numbers"], "/console/numbers", Icons.Dialpad, T["The tracking numbers that callers dial."]),
                new(T["Buyers"], "/console/buyers", Icons.Storefront, T["Who takes and pays for calls."]),
                new(T["Targets"], "/console/targets", Icons.AdsClick, T["Where calls are sent."]),
                new(T["Blocked numbers"], "/console/blocked-numbers", Icons.Block, T["Callers that are turned away."]),
                new(T["URL parameters"], "/console/url-parameters", Icons.Link, T["Which tags the values of URLs become."]),
                new(
                    T["Adjustment requests"],
                    "/console/adjustment-requests",
                    Icons.PendingActions,
                    T["Other amounts that buyers ask for; decide them here."]
                ),
                new(
                    T["Report"],
                    "/console/report",
                    Icons.TableChart,
                    T["Calls, revenue and payout by number, publisher, campaign or day."]
                ),
                new(T["Import from Ringba"], "/console/import-from-ringba", Icons.UploadFile, T["Bring an account over with its ids."]),
            ]
        );

    public static MenuGroup Attribution =>
        new(
            T["Attribution"],
            null,
            [
                new(T["Conversions"], "/console/attribution/conversions", Icons.PriceCheck, T["What was received and what is paid."]),
                new(T["Clicks"], "/console/attribution/clicks", Icons.Mouse, T["Who came through which affiliate's link."]),
                new(T["Campaigns"], "/console/attribution/campaigns", Icons.Hub, T["An offer run by an affiliate."]),
                new(T["Offers"], "/console/attribution/offers", Icons.LocalOffer, T["What is promoted, and its price."]),
                new(T["Caps"], "/console/attribution/caps", Icons.Speed, T["How far each cap is used up, and when it counts anew."]),
                new(T["Affiliates"], "/console/attribution/affiliates", Icons.Diversity3, T["Who promotes."]),
                new(T["Advertisers"], "/console/attribution/advertisers", Icons.Business, T["Who pays, and the events that count."]),
                new(
                    T["Reports"],
                    "/console/attribution/report",
                    Icons.TableChart,
                    T["Clicks, conversions, revenue and cost by what you choose."]
                ),
                new(
                    T["Pixel log"],
                    "/console/attribution/pixel-log",
                    Icons.ManageSearch,
                    T["Every postback that arrived and why it did or did not count."]
                ),
                new(
                    T["Test console"],
                    "/console/attribution/test-console",
                    Icons.Science,
                    T["What would become of a postback, without storing it."]
                ),
                new(
                    T["Adjustments"],
                    "/console/attribution/adjustments",
                    Icons.PublishedWithChanges,
                    T["Change, insert and reconcile many conversions at once."]
                ),
                new(
                    T["Exchange rates"],
                    "/console/attribution/exchange-rates",
                    Icons.CurrencyExchange,
                    T["What other currencies were worth, day by day."]
                ),
                new(T["IP whitelist"], "/console/attribution/ip-whitelist", Icons.VerifiedUser, T["Senders that are believed."]),
                new(T["Import from CAKE"], "/console/attribution/import", Icons.UploadFile, T["Bring a network over with its ids."]),
                new(
                    T["Clickless postback"],
                    "/console/attribution/clickless-postback",
                    Icons.Webhook,
                    T["The URL to paste into the call tracker."]
                ),
            ]
        );

    public static MenuGroup Integrations =>
        new(
            T["Integrations"],
            "/console/integrations",
            [
                new(T["Pixels"], "/console/pixels", Icons.Sensors, T["Requests that are sent when something happens in a call."]),
                new(
                    T["Conversion webhooks"],
                    "/console/conversion-hooks",
                    Icons.Webhook,
                    T["URLs by which buyers say that a call was sold."]
                ),
                new(T["Credentials"], "/console/credentials", Icons.Key, T["What receivers know us by: passwords, tokens, signatures."]),
                new(T["Deliveries"], "/console/deliveries", Icons.Outbox, T["What was sent, what was answered, and sending again."]),
                new(
                    T["Agreement"],
                    "/console/agreement",
                    Icons.Balance,
                    T["Do calls and conversions say the same, and where and why not."]
                ),
                new(T["Periods"], "/console/periods", Icons.EventAvailable, T["Close days; what is open so far."]),
                new(T["Documents"], "/console/documents", Icons.ReceiptLong, T["Bills and statements of closed days."]),
                new(
                    T["Book check"],
                    "/console/book-check",
                    Icons.FactCheck,
                    T["Entries, rollups, reports and documents agree, or where not."]
                ),
                new(
                    T["Alerts"],
                    "/console/alerts",
                    Icons.NotificationsActive,
                    T["What went wrong with calls, receivers and caps, and when it was right again."]
                ),
                new(T["Receivers"], "/console/receivers", Icons.Dns, T["Hosts that things wait for: limits, failures, our addresses."]),
            ]
        );

    public static MenuGroup Settings =>
        new(
            T["Settings"],
            "/console/settings",
            [
                new(
                    T["Set-up guide"],
                    "/console/setup-guide",
                    Icons.Checklist,
                    T["From the first advertiser to the first call that became a conversion."]
                ),
                new(T["Users"], "/console/settings/users", Icons.Person, T["Who may sign in, and what they may do."]),
                new(T["API keys"], "/console/settings/api-keys", Icons.Key, T["Access for other programs."]),
                new(T["Carriers"], "/console/settings/carriers", Icons.CellTower, T["Telephone accounts and the addresses they call."]),
                new(
                    T["Alerts and e-mail"],
                    "/console/settings/alerts",
                    Icons.MarkEmailUnread,
                    T["Who is told when something goes wrong, and when."]
                ),
                new(
                    T["Recordings"],
                    "/console/settings/recordings",
                    Icons.Mic,
                    T["Where recordings are kept, for how long, and what was not copied."]
                ),
                new(
                    T["Test numbers"],
                    "/console/settings/test-numbers",
                    Icons.Science,
                    T["Callers whose calls are tests and count nowhere."]
                ),
                new(
                    T["Erased callers"],
                    "/console/settings/erasures",
                    Icons.PersonRemove,
                    T["Take a caller's number away from everywhere it stands."]
                ),
                new(
                    T["Global pixel"],
                    "/console/settings/global-pixel",
                    Icons.TravelExplore,
                    T["The network's own postback, for every conversion."]
                ),
                new(T["Routing"], "/console/settings/routing", Icons.AltRoute, T["What holds for the routes of every campaign."]),
                new(T["Instance"], "/console/settings/instance", Icons.Tune, T["Time zone, currency and public addresses."]),
            ]
        );

    /// <summary>What a publisher's or buyer's person can open; every other page is not there for them.</summary>
    private static MenuGroup OfPartners =>
        new(
            T["Calls"],
            null,
            [
                .. Calls.Entries.Where(e => e.Path is "/console/calls" or "/console/live" or "/console/report"),
                new(T["Documents"], "/console/documents", Icons.ReceiptLong, T["Your bills or statements of closed days."]),
            ]
        );

    public static IReadOnlyList<MenuGroup> Groups => [Calls, Attribution, Integrations, Settings];

    private static MenuGroup OfBuyers =>
        new(
            T["Calls"],
            null,
            [.. OfPartners.Entries, new(T["Disputes"], Requests, Icons.PendingActions, T["The calls that you disputed."])]
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

    private static IReadOnlyList<MenuGroup> WithoutRevenue =>
        [.. Groups.Select(g => g with { Entries = [.. g.Entries.Where(e => !OfRevenue.Contains(e.Path))] })];

    public static IReadOnlyList<MenuGroup> For(Actor actor) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue) ? Groups : WithoutRevenue,
            Role.Publisher => [OfPartners],
            Role.Buyer => [OfBuyers],
        };

    /// <summary>What stands in a page's place for whoever may not open it; null for who may.</summary>
    public static string? Refusal(Actor actor, string path) =>
        !Opens(actor, path) ? T["This page is for the network's own people."]
        : !actor.IsPartner
        && !actor.May(Permission.SeeRevenue)
        && OfRevenue.Any(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal))
            ? T.Known(new Forbidden(Permission.SeeRevenue).Says)
        : null;

    /// <summary>Whether the page exists for the actor.</summary>
    private static bool Opens(Actor actor, string path) =>
        !actor.IsPartner
        || path is "/console" or "/console/my-settings" or "/console/calls" or "/console/live" or "/console/report" or "/console/documents"
        || path.StartsWith("/console/documents/", StringComparison.Ordinal)
        || (actor.Role == Role.Buyer && path == Requests)
        || (path.StartsWith("/console/calls/", StringComparison.Ordinal) && path != "/console/calls/adjust");
}
