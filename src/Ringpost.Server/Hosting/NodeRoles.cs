using Ringpost.Storage;

namespace Ringpost.Server.Hosting;

/// <summary>What this node does: answers requests, works through what is queued and due, or both (architecture 4.4).</summary>
internal sealed record NodeRoles(bool Web, bool Worker)
{
    public static NodeRoles Read(IConfiguration configuration)
    {
        var names = (configuration["Roles"] ?? "web,worker").Split(
            [',', '|', ' '],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        if (names.Length == 0 || names.Any(n => n is not ("web" or "worker")))
            throw new InvalidOperationException("Roles are web, worker or both: --roles web,worker.");
        return new NodeRoles(names.Contains("web"), names.Contains("worker"));
    }

    /// <summary>A node that only answers runs no worker of ours but those that every node needs.</summary>
    public void Trim(IServiceCollection services)
    {
        if (Worker)
            return;
        var workers = services.Where(s => s.ServiceType == typeof(IHostedService) && IsWorker(s.ImplementationType)).ToList();
        foreach (var worker in workers)
            services.Remove(worker);
    }

    private static bool IsWorker(Type? type) =>
        type?.Assembly.GetName().Name is { } name
        && name.StartsWith("Ringpost.", StringComparison.Ordinal)
        && !type.IsDefined(typeof(EveryNodeAttribute), false);
}
