namespace Ringpost.Console.Shell;

/// <summary>The static pages that Access serves beside the console.</summary>
internal static class ConsoleUrls
{
    public const string SignOut = "/signout";

    public const string Password = "/password";
}
