using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Setup;

/// <summary>The first administrator, the network's time zone and its base currency, for whoever has the set-up link. Works once.</summary>
internal sealed class SetUpInstance(Database database, ConfigurationVersion configuration, Passwords passwords, Identifiers identifiers)
{
    public sealed record Request(string? Token, string? Name, string? Password, string? Zone, string? Currency);

    public Task<bool> IsValidAsync(string? token, CancellationToken cancellation) =>
        database.ReadAsync(c => SetupLink.IsValidAsync(c, token), cancellation);

    public async Task<Result<User>> RunAsync(Request request, CancellationToken cancellation)
    {
        if (!await IsValidAsync(request.Token, cancellation))
            return new Missing("This set-up link");
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        Passwords.Check(validation, "password", request.Password, name);
        if (!TimeZones.TryFind(request.Zone, out var zone))
            validation.Add("zone", "This time zone is not known.");
        if (!Currency.TryParse(request.Currency, out var currency))
            validation.Add("currency", "A currency is three letters, as USD.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var hash = passwords.Hash(request.Password!);
        return await database.WriteOnceAsync<User>(
            Actor.System,
            WriteKeys.Of("setup"),
            async unit =>
            {
                // Asked again under the lock: of two who have the link, one is first.
                if (!await SetupLink.IsValidAsync(unit.Connection, request.Token))
                    return new Missing("This set-up link");
                if (await UsersSql.InsertAsync(unit, name, hash, identifiers.Secret(), Role.Admin) is not { } id)
                    return new Missing("This set-up link");
                var user = (await UsersSql.FindAsync(unit.Connection, id))!;
                var instance = await Instance.ReadAsync(unit.Connection) with { Zone = zone, Currency = currency };
                await instance.WriteAsync(unit);
                await SettingsSql.WriteAsync(unit, SetupLink.Setting, "");
                await ChangeLogSql.AppendAsync(unit, user.ToActor(), "user", $"{id}", "create", null, user.ToAccount());
                await ChangeLogSql.AppendAsync(
                    unit,
                    user.ToActor(),
                    "instance",
                    "1",
                    "setUp",
                    null,
                    new { zone = zone.Id, currency = currency.Code }
                );
                await configuration.RaiseAsync(unit);
                return user;
            },
            cancellation
        );
    }
}
