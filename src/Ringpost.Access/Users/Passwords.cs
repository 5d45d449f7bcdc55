using Microsoft.AspNetCore.Identity;
using Ringpost.Primitives;

namespace Ringpost.Access.Users;

/// <summary>The rule for passwords, and their slow hash (ASP.NET Core Identity's). Length is what counts; no character classes.</summary>
public sealed class Passwords
{
    public const int Shortest = 12;
    public const int Longest = 256;

    private readonly PasswordHasher<User> _hasher = new();
    private readonly User _nobody = new();
    private readonly string _hashOfNobody;

    // Hashed here and not at first use: the first unknown name must not take longer than the second.
    public Passwords() => _hashOfNobody = _hasher.HashPassword(_nobody, "a password that nobody has");

    public static void Check(Validation validation, string field, string? password, string? name)
    {
        if (password is null || password.Length < Shortest)
            validation.Add(field, $"At least {Shortest} characters.");
        else if (password.Length > Longest)
            validation.Add(field, $"At most {Longest} characters.");
        else if (name is { Length: > 0 } && password.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase))
            validation.Add(field, "The password must not contain the name.");
    }

    public string Hash(string password) => _hasher.HashPassword(_nobody, password);

    /// <summary>Takes as long as checking a real password: so a stranger can't tell which accounts exist.</summary>
    public void CheckNobody(string password) => _hasher.VerifyHashedPassword(_nobody, _hashOfNobody, password);
}
