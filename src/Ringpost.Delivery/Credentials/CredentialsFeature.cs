using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Credentials;

/// <summary>Named secrets, and how each attempt is signed in and signed with them.</summary>
public static class CredentialsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(s => new Snapshot<CredentialBook>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            CredentialBook.LoadAsync
        ));
        services.AddSingleton<ListCredentials>();
        services.AddSingleton<GetCredential>();
        services.AddSingleton<CreateCredential>();
        services.AddSingleton<ChangeCredential>();
        services.AddSingleton<RotateSignature>();
        services.AddSingleton<DeleteCredential>();
        services.AddSingleton<AdoptCredential>();
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        ListCredentials.Map(api);
        GetCredential.Map(api);
        CreateCredential.Map(api);
        ChangeCredential.Map(api);
        RotateSignature.Map(api);
        DeleteCredential.Map(api);
    }
}
