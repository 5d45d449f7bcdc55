using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.TestCalls;

public sealed class TestNumberTests
{
    [Theory, EachDatabase]
    public async Task A_number_is_added_once_in_any_spelling_and_in_force_for_the_next_read(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var added = (await setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new("(661) 555-0106", "Ada's telephone"))).Value;
        Assert.Equal(("+16615550106", "Ada's telephone", "Ringpost"), (added.Number, added.Note, added.AddedBy));
        Assert.Equal(TestVerdict.Uncounted, (await setup.SnapshotAsync()).Tests.Judge(false, "+16615550106"));

        var again = await setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new("+1 661 555 0106"));
        Assert.Equal(["number"], Assert.IsType<Invalid>(again.Refusal).Errors.Keys);
        var removed = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => setup.The<RemoveTestNumber>().RunAsync(CallSetup.Admin, added.Id)))
        );
        Assert.Single(removed, r => r.IsOk);
        Assert.Equal(TestVerdict.Real, (await setup.SnapshotAsync()).Tests.Judge(false, "+16615550106"));
    }

    [Theory, EachDatabase]
    public async Task Of_32_who_add_the_same_number_one_does(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var added = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new("+16615550106"))))
        );
        Assert.Single(added, a => a.IsOk);
        Assert.Single((await setup.The<ListTestNumbers>().RunAsync(CallSetup.Admin)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_see_full_numbers_sees_none_and_changes_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new("+16615550106", "also +16615550107"));
        var seen = Assert.Single((await setup.The<ListTestNumbers>().RunAsync(CallSetup.Reader)).Value.Items);
        Assert.DoesNotContain("661555", seen.Number + seen.Note, StringComparison.Ordinal);
        Assert.IsType<Forbidden>((await setup.The<AddTestNumber>().RunAsync(CallSetup.Reader, new("+16615550108"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<RemoveTestNumber>().RunAsync(CallSetup.Reader, seen.Id)).Refusal);
        Assert.IsType<Forbidden>((await setup.The<SetTestCallSettings>().RunAsync(CallSetup.Reader, new("send"))).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("12")]
    public async Task What_is_no_number_is_refused(string? number)
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var refused = await setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new(number, new string('x', 201)));
        Assert.Equal(["note", "number"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order());
    }

    [Theory, EachDatabase]
    public async Task Settings_change_one_by_one_and_act_at_once(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        Assert.Equal(TestCallSettings.Default, (await setup.The<GetTestCallSettings>().RunAsync(CallSetup.Reader)).Value);
        Assert.IsType<Invalid>((await setup.The<SetTestCallSettings>().RunAsync(CallSetup.Admin, new("maybe"))).Refusal);
        await setup.The<SetTestCallSettings>().RunAsync(CallSetup.Admin, new(SimulatorCounts: false));
        var changed = (await setup.The<SetTestCallSettings>().RunAsync(CallSetup.Admin, new("send"))).Value;
        Assert.Equal(new TestCallSettings(TestPixels.Send, false), changed);
        Assert.Equal(changed, (await setup.SnapshotAsync()).Tests.Settings);
    }

    [Theory, EachDatabase]
    public async Task Its_note_is_changed_and_nothing_else(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var added = (await setup.The<AddTestNumber>().RunAsync(CallSetup.Admin, new("+16615550106", "Ada's"))).Value;
        var change = setup.The<ChangeTestNumber>();
        Assert.Equal(added with { Note = "Bea's" }, (await change.RunAsync(CallSetup.Admin, added.Id, new(" Bea's "))).Value);
        Assert.Equal([added with { Note = "Bea's" }], (await setup.The<ListTestNumbers>().RunAsync(CallSetup.Admin)).Value.Items);
        Assert.Equal(TestVerdict.Uncounted, (await setup.SnapshotAsync()).Tests.Judge(false, "+16615550106"));
        Assert.IsType<Forbidden>((await change.RunAsync(CallSetup.Reader, added.Id, new("x"))).Refusal);
        Assert.IsType<Missing>((await change.RunAsync(CallSetup.Admin, new("TN0"), new("x"))).Refusal);
    }
}
