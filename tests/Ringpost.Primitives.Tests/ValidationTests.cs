using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class ValidationTests
{
    [Fact]
    public void All_errors_are_told_at_once_by_field()
    {
        var validation = new Validation();
        validation.Name("name", "  ");
        validation.Text("note", "a\u0000b");
        validation.Amount("payout", -1);
        validation.Amount("payout", Money.Largest + 1);
        Assert.True(validation.HasErrors);
        var errors = validation.ToRefusal().Errors;
        Assert.Equal(["name", "note", "payout"], errors.Keys.Order());
        Assert.Equal(2, errors["payout"].Length);
    }

    [Fact]
    public void What_is_right_comes_back_trimmed()
    {
        var validation = new Validation();
        Assert.Equal("Acme", validation.Name("name", " Acme "));
        Assert.Equal("", validation.Text("note", null));
        Assert.Equal(2_500_000, validation.Amount("payout", 2.5m));
        Assert.Equal(7, validation.Amount("payout", null, absent: 7));
        Assert.False(validation.HasErrors);
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        var validation = new Validation();
        validation.Name("name", new string('a', 200));
        Assert.False(validation.HasErrors);
        validation.Name("name", new string('a', 201));
        Assert.True(validation.HasErrors);
    }

    [Fact]
    public void A_refused_result_has_no_value()
    {
        Result<int> refused = new Missing("Offer 7");
        Assert.False(refused.IsOk);
        Assert.Throws<InvalidOperationException>(() => refused.Value);
        Result<int> accepted = 5;
        Assert.True(accepted.IsOk);
        Assert.Equal(5, accepted.Value);
    }

    [Fact]
    public void A_reader_may_read_only()
    {
        var reader = new Actor("user:2", "Reader", Role.ReadOnly);
        Assert.Equal([Permission.Read, Permission.SeeCalls], Enum.GetValues<Permission>().Where(reader.May));
        Assert.Equal(Enum.GetValues<Permission>(), Enum.GetValues<Permission>().Where(Actor.System.May));
    }
}
