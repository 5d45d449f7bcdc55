namespace Ringpost.ArchitectureTests;

/// <summary>The working tree that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with <c>/</c>, of all files below the folders; build output is elsewhere.</summary>
    public static IReadOnlyList<string> Files(string pattern, params string[] folders) =>
        [
            .. folders
                .Select(f => Path.Combine(Root, f))
                .Where(Directory.Exists)
                .SelectMany(f => Directory.EnumerateFiles(f, pattern, SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ringpost.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
