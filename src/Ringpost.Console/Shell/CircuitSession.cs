using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using Ringpost.Access.SignIn;

namespace Ringpost.Console.Shell;

/// <summary>Ends an open page within seconds where its person was shut out, got another role or another password.</summary>
internal sealed class CircuitSession(Sessions sessions, ILoggerFactory logs) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) => sessions.IsValidAsync(authenticationState.User, cancellationToken);
}
