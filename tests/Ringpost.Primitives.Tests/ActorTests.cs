using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class ActorTests
{
    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.ReadOnly)]
    [InlineData(Role.Publisher)]
    [InlineData(Role.Buyer)]
    public void Who_looks_only_sees_what_they_see_else_and_changes_nothing(Role role)
    {
        var actor = new Actor("user:1", "Ada", role, Rights: [Permission.SeeRevenue, Permission.ChangeMoney]);
        var looking = actor.LookingOnly();
        foreach (var permission in Enum.GetValues<Permission>())
            Assert.Equal(
                permission is not (Permission.ChangeConfiguration or Permission.ChangeMoney or Permission.Administer)
                    && actor.May(permission),
                looking.May(permission)
            );
    }
}
