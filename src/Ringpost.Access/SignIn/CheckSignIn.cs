using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ringpost.Access.Users;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.SignIn;

/// <summary>
/// Name and password become a user, or null: unknown, wrong, locked and disabled look the same from outside. Each refusal takes one password
/// hash and one durable write, so that time tells nothing either.
/// </summary>
internal sealed class CheckSignIn(UserManager<User> users, Passwords passwords, Database database, IOptions<AccessOptions> options)
{
    public async Task<User?> RunAsync(string name, string password)
    {
        if (name.Length is 0 or > 200 || password.Length is 0 or > Passwords.Longest)
            return null;
        if (await users.FindByNameAsync(User.Normalize(name)) is not { } user || await users.IsLockedOutAsync(user))
        {
            passwords.CheckNobody(password);
            await database.WriteAsync(
                WriteKeys.None,
                unit => SettingsSql.WriteAsync(unit, "access.last_refused_sign_in", unit.Now.ToString())
            );
            return null;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            await database.WriteAsync(
                WriteKeys.None,
                unit => UsersSql.FailAsync(unit, user.Id, options.Value.FailuresToLock, options.Value.LockedFor)
            );
            return null;
        }

        if (user.Disabled)
            return null;
        await users.ResetAccessFailedCountAsync(user);
        return user;
    }
}
