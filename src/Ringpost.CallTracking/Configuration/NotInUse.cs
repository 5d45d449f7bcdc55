using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>Why a thing was not found among those in use: it is archived, which a person can undo, or it does not exist.</summary>
internal static class NotInUse
{
    public static Task<Refusal> OfAsync(DbConnection connection, CallCampaignId id) =>
        OfAsync(connection, "call_campaigns", "name", id.Value, new Missing($"Campaign {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, PublisherId id) =>
        OfAsync(connection, "publishers", "name", id.Value, new Missing($"Publisher {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, BuyerId id) =>
        OfAsync(connection, "buyers", "name", id.Value, new Missing($"Buyer {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, TargetId id) =>
        OfAsync(connection, "targets", "name", id.Value, new Missing($"Target {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, NumberId id) =>
        OfAsync(connection, "tracking_numbers", "number", id.Value, new Missing($"Number {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, PixelId id) =>
        OfAsync(connection, "pixels", "name", id.Value, new Missing($"Pixel {id}"));

    public static Task<Refusal> OfAsync(DbConnection connection, HookId id) =>
        OfAsync(connection, "conversion_hooks", "name", id.Value, new Missing($"Webhook {id}"));

    private static async Task<Refusal> OfAsync(DbConnection connection, string table, string naming, string id, Missing missing) =>
        await connection.ExecuteScalarAsync<string?>($"SELECT {naming} FROM {table} WHERE id = @id", new { id }) is { } name
            ? new Clash("archived", $"“{name}” is archived and out of use. Restore it first.")
            : missing;
}
