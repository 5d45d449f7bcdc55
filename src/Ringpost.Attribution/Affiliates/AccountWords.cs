using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Affiliates;

/// <summary>How the status of affiliates and campaigns is written (cake.md 5.6).</summary>
internal static class AccountWords
{
    public static string Of(AccountStatus status) =>
        status switch
        {
            AccountStatus.Active => "active",
            AccountStatus.Inactive => "inactive",
            AccountStatus.Pending => "pending",
        };

    public static AccountStatus Status(Validation validation, string? word, AccountStatus absent)
    {
        if (word is null)
            return absent;
        foreach (var status in Enum.GetValues<AccountStatus>())
            if (string.Equals(Of(status), word, StringComparison.OrdinalIgnoreCase))
                return status;
        validation.Add("status", "The status is active, inactive or pending.");
        return absent;
    }

    /// <summary>The status that a list is narrowed to, as it is stored; null is any.</summary>
    public static string? Filter(Validation validation, string? word) =>
        string.IsNullOrEmpty(word) ? null : Of(Status(validation, word, AccountStatus.Active));

    public static AccountStatus FromStored(string word) => Status(new Validation(), word, AccountStatus.Inactive);
}
