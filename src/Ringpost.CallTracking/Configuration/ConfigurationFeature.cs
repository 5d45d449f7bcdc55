using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Uses;
using Ringpost.Delivery.Credentials;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Configuration;

/// <summary>What the call side lets people configure, in order.</summary>
internal static class ConfigurationFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(p => new Snapshot<CallConfiguration>(
            p.GetRequiredService<Database>(),
            p.GetRequiredService<ConfigurationVersion>(),
            CallConfigurationSql.LoadAsync
        ));

        services.AddSingleton<CreateCallCampaign>();
        services.AddSingleton<DuplicateCallCampaign>();
        services.AddSingleton<ChangeCallCampaign>();
        services.AddSingleton<ChangeCallCampaigns>();
        services.AddSingleton<ArchiveCallCampaign>();
        services.AddSingleton<RestoreCallCampaign>();
        services.AddSingleton<GetCallCampaign>();
        services.AddSingleton<ListCallCampaigns>();

        services.AddSingleton<CreatePublisher>();
        services.AddSingleton<DuplicatePublisher>();
        services.AddSingleton<ChangePublisher>();
        services.AddSingleton<ChangePublishers>();
        services.AddSingleton<ArchivePublisher>();
        services.AddSingleton<RestorePublisher>();
        services.AddSingleton<GetPublisher>();
        services.AddSingleton<ListPublishers>();

        services.AddSingleton<CreateBuyer>();
        services.AddSingleton<DuplicateBuyer>();
        services.AddSingleton<ChangeBuyer>();
        services.AddSingleton<ChangeBuyers>();
        services.AddSingleton<ArchiveBuyer>();
        services.AddSingleton<RestoreBuyer>();
        services.AddSingleton<GetBuyer>();
        services.AddSingleton<ListBuyers>();

        services.AddSingleton<CreateTarget>();
        services.AddSingleton<DuplicateTarget>();
        services.AddSingleton<ChangeTarget>();
        services.AddSingleton<ChangeTargets>();
        services.AddSingleton<ArchiveTarget>();
        services.AddSingleton<RestoreTarget>();
        services.AddSingleton<GetTarget>();
        services.AddSingleton<ListTargets>();

        services.AddSingleton<CreateRoute>();
        services.AddSingleton<ChangeRoute>();
        services.AddSingleton<DeleteRoute>();
        services.AddSingleton<ListRoutes>();
        services.AddSingleton<SetRoutingSettings>();

        services.AddSingleton<CreatePayoutRule>();
        services.AddSingleton<ChangePayoutRule>();
        services.AddSingleton<DeletePayoutRule>();
        services.AddSingleton<OrderPayoutRules>();
        services.AddSingleton<ListPayoutRules>();

        services.AddSingleton<CreateNumber>();
        services.AddSingleton<ChangeNumber>();
        services.AddSingleton<ChangeNumbers>();
        services.AddSingleton<ArchiveNumber>();
        services.AddSingleton<RestoreNumber>();
        services.AddSingleton<GetNumber>();
        services.AddSingleton<ListNumbers>();
        services.AddSingleton<ListNumberAssignments>();
        services.AddSingleton<AssignNumbers>();
        services.AddSingleton<HoldNumber>();
        services.AddSingleton<FindAssignment>();

        services.AddSingleton(new CredentialUse(PixelsSql.UsersOfAsync));
        services.AddSingleton<CreatePixel>();
        services.AddSingleton<DuplicatePixel>();
        services.AddSingleton<ChangePixel>();
        services.AddSingleton<ChangePixels>();
        services.AddSingleton<ArchivePixel>();
        services.AddSingleton<RestorePixel>();
        services.AddSingleton<GetPixel>();
        services.AddSingleton<ListPixels>();
        services.AddSingleton<ListPixelTokens>();
        services.AddSingleton<BackfillPixel>();
        services.AddSingleton<DryRunPixel>();
        services.AddSingleton<ListPixelTemplates>();
        services.AddSingleton<AttachPixel>();
        services.AddSingleton<DetachPixel>();
        services.AddSingleton<ListCampaignPixels>();
        services.AddSingleton<ListCallUses>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        CreateCallCampaign.Map(api);
        DuplicateCallCampaign.Map(api);
        ChangeCallCampaign.Map(api);
        ChangeCallCampaigns.Map(api);
        ArchiveCallCampaign.Map(api);
        RestoreCallCampaign.Map(api);
        GetCallCampaign.Map(api);
        ListCallCampaigns.Map(api);

        CreatePublisher.Map(api);
        DuplicatePublisher.Map(api);
        ChangePublisher.Map(api);
        ChangePublishers.Map(api);
        ArchivePublisher.Map(api);
        RestorePublisher.Map(api);
        GetPublisher.Map(api);
        ListPublishers.Map(api);

        CreateBuyer.Map(api);
        DuplicateBuyer.Map(api);
        ChangeBuyer.Map(api);
        ChangeBuyers.Map(api);
        ArchiveBuyer.Map(api);
        RestoreBuyer.Map(api);
        GetBuyer.Map(api);
        ListBuyers.Map(api);

        CreateTarget.Map(api);
        DuplicateTarget.Map(api);
        ChangeTarget.Map(api);
        ChangeTargets.Map(api);
        ArchiveTarget.Map(api);
        RestoreTarget.Map(api);
        GetTarget.Map(api);
        ListTargets.Map(api);

        CreateRoute.Map(api);
        ChangeRoute.Map(api);
        DeleteRoute.Map(api);
        ListRoutes.Map(api);
        SetRoutingSettings.Map(api);

        CreatePayoutRule.Map(api);
        ChangePayoutRule.Map(api);
        DeletePayoutRule.Map(api);
        OrderPayoutRules.Map(api);
        ListPayoutRules.Map(api);

        CreateNumber.Map(api);
        ChangeNumber.Map(api);
        ChangeNumbers.Map(api);
        ArchiveNumber.Map(api);
        RestoreNumber.Map(api);
        GetNumber.Map(api);
        ListNumbers.Map(api);
        ListNumberAssignments.Map(api);

        CreatePixel.Map(api);
        DuplicatePixel.Map(api);
        ChangePixel.Map(api);
        ChangePixels.Map(api);
        ArchivePixel.Map(api);
        RestorePixel.Map(api);
        GetPixel.Map(api);
        ListPixels.Map(api);
        ListPixelTokens.Map(api);
        BackfillPixel.Map(api);
        ListPixelTemplates.Map(api);
        AttachPixel.Map(api);
        DetachPixel.Map(api);
        ListCampaignPixels.Map(api);
        ListCallUses.Map(api);
    }
}
