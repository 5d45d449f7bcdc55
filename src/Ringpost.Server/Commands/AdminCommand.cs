using System.CommandLine;
using Ringpost.Access.Keys;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost admin …</c>: for whoever has the machine. Works with and without a running server.</summary>
internal static class AdminCommand
{
    private static readonly Actor Shell = new("shell", $"Command line ({Environment.UserName})", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var command = new Command("admin", "Users and API keys, from the machine itself.")
        {
            ApiKey(settings),
            CreateUser(settings),
            ResetPassword(settings),
        };
        return command;
    }

    private static Command ApiKey(SettingOptions settings)
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var role = new Option<string>("--role")
        {
            Description = "admin, readOnly, publisher or buyer.",
            DefaultValueFactory = _ => "admin",
        };
        var partner = Partner();
        var rights = Rights();
        var command = new Command("api-key", "Makes an API key and prints it, alone, on standard output.") { name, role, partner, rights };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings.Read(parsed),
                    async services =>
                    {
                        var result = await services
                            .GetRequiredService<CreateApiKey>()
                            .RunAsync(
                                Shell,
                                new(parsed.GetValue(name), parsed.GetValue(role), parsed.GetValue(partner), parsed.GetValue(rights)),
                                cancellation
                            );
                        return result.IsOk ? (result.Value.Key, null) : (null, result.Refusal);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command CreateUser(SettingOptions settings)
    {
        var name = new Option<string>("--name") { Description = "What the person signs in with.", Required = true };
        var role = new Option<string>("--role")
        {
            Description = "admin, readOnly, publisher or buyer.",
            DefaultValueFactory = _ => "admin",
        };
        var partner = Partner();
        var rights = Rights();
        var password = Password();
        var command = new Command("create-user", "Adds a user and prints the password where it was made here.")
        {
            name,
            role,
            partner,
            rights,
            password,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings.Read(parsed),
                    async services =>
                    {
                        var (text, made) = Choose(parsed.GetValue(password), services);
                        var result = await services
                            .GetRequiredService<CreateUser>()
                            .RunAsync(
                                Shell,
                                new(parsed.GetValue(name), text, parsed.GetValue(role), parsed.GetValue(partner), parsed.GetValue(rights)),
                                cancellation
                            );
                        return result.IsOk ? (made ? text : $"User {result.Value.Name} created.", null) : (null, result.Refusal);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command ResetPassword(SettingOptions settings)
    {
        var name = new Option<string>("--name") { Description = "What the person signs in with.", Required = true };
        var password = Password();
        var command = new Command("reset-password", "Sets another password, unlocks the account and ends its sessions.") { name, password };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings.Read(parsed),
                    async services =>
                    {
                        var (text, made) = Choose(parsed.GetValue(password), services);
                        var result = await services
                            .GetRequiredService<ResetPassword>()
                            .RunAsync(Shell, parsed.GetValue(name)!, new(text), cancellation);
                        return result.IsOk ? (made ? text : "The password is set.", null) : (null, result.Refusal);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Option<string> Partner() =>
        new("--partner") { Description = "With publisher and buyer: the id of the publisher or buyer whose calls they see." };

    private static Option<string[]> Rights() =>
        new("--rights")
        {
            Description = "With readOnly, beside reading: seeRevenue, seeFullNumbers, listen, changeMoney, with blanks between them.",
            AllowMultipleArgumentsPerToken = true,
        };

    private static Option<string> Password() =>
        new("--password") { Description = "The password; without it one is made and printed alone. - reads it from standard input." };

    private static (string Text, bool Made) Choose(string? given, IServiceProvider services) =>
        given switch
        {
            null => (services.GetRequiredService<Identifiers>().Secret()[..24], true),
            "-" => (System.Console.In.ReadLine() ?? "", false),
            _ => (given, false),
        };

    private static Task<int> RunAsync(
        Dictionary<string, string?> flags,
        Func<IServiceProvider, Task<(string? Output, Refusal? Refusal)>> operation,
        CancellationToken cancellation
    ) =>
        RingpostCommand.GuardAsync(async () =>
        {
            await using var services = Composition.WithoutHost(flags);
            services.GetRequiredService<Migrator>().Run(cancellation);
            var (output, refusal) = await operation(services);
            if (refusal is null)
                System.Console.WriteLine(output);
            else
                await System.Console.Error.WriteLineAsync($"ringpost: {refusal.Message}");
            return refusal is null ? 0 : 1;
        });
}
