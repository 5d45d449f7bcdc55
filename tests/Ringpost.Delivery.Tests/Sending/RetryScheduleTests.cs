using Ringpost.Delivery.Sending;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

public sealed class RetryScheduleTests
{
    private static readonly Instant Now = new(1_800_000_000_000);
    private static readonly DeliveryId Id = new("019a");
    private static readonly IReadOnlyList<TimeSpan> Waits = new DeliveryOptions().Waits();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 300)]
    [InlineData(4, 1_800)]
    [InlineData(5, 7_200)]
    [InlineData(6, 18_000)]
    [InlineData(7, 36_000)]
    [InlineData(8, 36_000)]
    public void The_next_attempt_follows_the_list_and_at_most_a_tenth_later(int made, int seconds)
    {
        var wait = (RetrySchedule.Next(Waits, Id, made, Now, null)!.Value - Now).TotalSeconds;
        Assert.InRange(wait, seconds, seconds * 1.1);
    }

    [Fact]
    public void There_are_nine_attempts_and_the_first_is_due_at_once()
    {
        Assert.Equal(8, Waits.Count);
        Assert.Null(RetrySchedule.Next(Waits, Id, 9, Now, null));
        Assert.Null(RetrySchedule.Next(Waits, Id, 9, Now, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("0:00:01,1:00:00", true)]
    [InlineData("", true)]
    [InlineData("5", true)]
    [InlineData("8.00:00:00", false)]
    [InlineData("0:00:00", false)]
    [InlineData("soon", false)]
    public void The_list_can_be_another(string text, bool isList) =>
        Assert.Equal(isList, new DeliveryOptions { RetryAfter = text }.TryReadWaits(out _));

    [Fact]
    public void Deliveries_that_failed_together_come_back_apart()
    {
        var moments = Enumerable
            .Range(0, 100)
            .Select(i => RetrySchedule.Next(Waits, new DeliveryId($"id{i}"), 3, Now, null))
            .Distinct()
            .Count();
        Assert.True(moments > 90);
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(1_000_000, 86_400)]
    public void A_receivers_wish_for_patience_is_kept_up_to_a_day(int asked, int granted) =>
        Assert.Equal(Now + TimeSpan.FromSeconds(granted), RetrySchedule.Next(Waits, Id, 1, Now, TimeSpan.FromSeconds(asked)));

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-60)]
    public void A_receivers_wish_for_haste_does_not_beat_the_list(int asked) =>
        Assert.Equal(RetrySchedule.Next(Waits, Id, 2, Now, null), RetrySchedule.Next(Waits, Id, 2, Now, TimeSpan.FromSeconds(asked)));
}
