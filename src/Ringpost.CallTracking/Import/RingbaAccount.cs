using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Asks for an account's configuration and reads it into a book: 1 the parties, 2 the campaigns one by one, 3 numbers and blocks, 4 what has no
/// counterpart here, by name. What can't be asked for is told; without campaigns there is nothing to bring.
/// </summary>
internal sealed class RingbaAccount(RingbaApi api, RingbaBook book, Action<string, long>? progress)
{
    /// <summary>The only account that the token sees, or the one that was named.</summary>
    /// <exception cref="RingbaUnreachableException">There is none, or there are several.</exception>
    public async Task<string> FindAsync(string? wanted, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(wanted))
            return wanted.Trim();
        var answer = await api.GetAsync("ringbaaccounts", cancellation);
        var ids = Items(answer.Body, RingbaKind.Account, "account", "accounts").Select(a => a.Text("id")).OfType<string>().ToList();
        return ids switch
        {
            [var only] => only,
            [] => throw new RingbaUnreachableException(answer.Refused ?? "The token sees no account. Name its id, as RA…."),
            _ => throw new RingbaUnreachableException($"The token sees several accounts. Name one: {string.Join(", ", ids)}."),
        };
    }

    public async Task ReadAsync(string account, CancellationToken cancellation)
    {
        account = Uri.EscapeDataString(account);
        await EachAsync(
            account,
            "Publishers",
            RingbaKind.Publisher,
            n => RingbaParties.ReadPublisher(n, book),
            ["publishers", "affiliates"]
        );
        await EachAsync(account, "Buyers", RingbaKind.Buyer, n => RingbaParties.ReadBuyer(n, book), ["buyers"]);
        await EachAsync(account, "targets", RingbaKind.Target, n => RingbaTargets.ReadTarget(n, book), ["targets"]);
        await EachAsync(account, "TargetGroups", RingbaKind.TargetGroup, n => RingbaTargets.ReadGroup(n, book), ["targetGroups"]);
        await EachAsync(account, "EventCallBacks", RingbaKind.Pixel, n => RingbaPixels.ReadOnce(n, book), ["eventCallBacks"]);
        await EachAsync(
            account,
            "QueryPathMaps",
            RingbaKind.UrlParameter,
            n => RingbaPixels.ReadParameter(n, book),
            ["queryPathMaps", "qPathMaps"]
        );
        await CampaignsAsync(account, cancellation);
        await EachAsync(account, "numbers", RingbaKind.Number, n => RingbaNumbers.Read(n, book), ["numbers"]);
        await EachAsync(account, "blockedNumbers", RingbaKind.BlockedNumber, n => RingbaNumbers.ReadBlock(n, book), ["blockedNumbers"]);
        await EachAsync(
            account,
            "WebHooks",
            RingbaKind.Webhook,
            n => LeaveOut(RingbaKind.Webhook, n, "Make it here and give buyers its new address."),
            ["webHooks"]
        );
        await EachAsync(
            account,
            "pingtrees",
            RingbaKind.RingTree,
            n => LeaveOut(RingbaKind.RingTree, n, "Ring trees are not built."),
            ["pingTrees"]
        );
        await EachAsync(
            account,
            "numberpools",
            RingbaKind.NumberPool,
            n => LeaveOut(RingbaKind.NumberPool, n, "Number pools are not built."),
            ["numberPools"]
        );
        await EachAsync(
            account,
            "ivrtree",
            RingbaKind.CallFlow,
            n => LeaveOut(RingbaKind.CallFlow, n, "Call flows are not built."),
            ["ivrTrees", "ivrTree"]
        );

        async Task EachAsync(string id, string path, RingbaKind kind, Action<RingbaNode> read, string[] names)
        {
            foreach (var node in await ListAsync($"{id}/{path}", kind, names, cancellation))
                read(node);
        }
    }

    private void LeaveOut(RingbaKind kind, RingbaNode node, Phrase message)
    {
        book.Log[kind].Read++;
        node.Has("name");
        book.Log.LeaveOut(kind, node.Text("id") ?? "", node.Text("name"), RingbaReason.NotBuilt, message);
    }

    /// <summary>Each campaign's own answer says more than its line in the list.</summary>
    private async Task CampaignsAsync(string account, CancellationToken cancellation)
    {
        var list = await api.GetAsync($"{account}/campaigns", cancellation);
        if (list.Refused is { } refused)
            throw new RingbaUnreachableException(refused);
        var read = 0;
        foreach (var line in Items(list.Body, RingbaKind.Campaign, "campaigns"))
        {
            var id = line.Text("id");
            var answer = id is null ? null : await api.GetAsync($"{account}/campaigns/{Uri.EscapeDataString(id)}", cancellation);
            if (answer?.Refused is { } why)
                book.Log.Note(
                    RingbaKind.Campaign,
                    id!,
                    line.Text("name"),
                    RingbaReason.NotAnswered,
                    $"{why} Its line in the list was taken."
                );
            RingbaCampaigns.Read(answer is { Refused: null } own ? Item(own.Body, RingbaKind.Campaign, "campaign") ?? line : line, book);
            progress?.Invoke("campaigns", ++read);
        }
    }

    private async Task<IReadOnlyList<RingbaNode>> ListAsync(string path, RingbaKind kind, string[] names, CancellationToken cancellation)
    {
        var answer = await api.GetAsync(path, cancellation);
        if (answer.Refused is null)
            return Items(answer.Body, kind, names);
        book.Log.Note(kind, "", null, RingbaReason.NotAnswered, $"{answer.Refused}");
        return [];
    }

    /// <summary>The list under one of the names, else the only list there is: names of lists are not documented everywhere.</summary>
    private IReadOnlyList<RingbaNode> Items(JsonElement body, RingbaKind kind, params string[] names)
    {
        if (body.ValueKind == JsonValueKind.Array)
            return Nodes(body, kind);
        if (body.ValueKind != JsonValueKind.Object)
            return [];
        var lists = body.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array && f.Name != "errors").ToList();
        foreach (var name in names)
        foreach (var list in lists)
            if (list.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return Nodes(list.Value, kind);
        return lists is [var only] ? Nodes(only.Value, kind) : [];
    }

    private RingbaNode? Item(JsonElement body, RingbaKind kind, string name)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var field in body.EnumerateObject())
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && field.Value.ValueKind == JsonValueKind.Object)
                return new RingbaNode(field.Value, kind, book.Log);
        return new RingbaNode(body, kind, book.Log) is var whole && whole.Has("id") ? whole : null;
    }

    private List<RingbaNode> Nodes(JsonElement list, RingbaKind kind) =>
        [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => new RingbaNode(e, kind, book.Log))];
}
