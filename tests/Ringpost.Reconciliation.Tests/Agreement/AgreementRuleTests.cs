using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;
using Xunit;
using static Ringpost.Reconciliation.Agreement.AgreementVerdict;

namespace Ringpost.Reconciliation.Tests.Agreement;

public sealed class AgreementRuleTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly Instant Noon = At("2026-03-02T17:00:00Z");
    private static readonly AgreementCall Call = new(Noon, true, 30_000_000, 45_000_000, Currency.Usd);
    private static readonly AgreementConversion Conversion = new(Noon + TimeSpan.FromMinutes(3), 30_000_000, 45_000_000, Currency.Usd);

    private readonly AgreementRule _rule = new(NewYork, NewYork);

    [Fact]
    public void The_same_on_both_sides_is_matched()
    {
        var finding = Assert.Single(_rule.Judge(Call, [Conversion]));
        Assert.Equal((Matched, 0, false), (finding.Verdict, finding.Count, finding.Differs));
    }

    [Theory]
    [InlineData(AgreementSending.Unknown, NeverArrived)]
    [InlineData(AgreementSending.Accepted, NeverArrived)]
    [InlineData(AgreementSending.NotSent, NeverSent)]
    [InlineData(AgreementSending.Waiting, OnItsWay)]
    [InlineData(AgreementSending.Refused, SentButRejected)]
    public void A_call_that_earned_without_a_conversion_lacks_its_whole_amounts(AgreementSending sending, AgreementVerdict verdict) =>
        Assert.Equal([new(verdict, -1, -1, -30_000_000, -45_000_000)], _rule.Judge(Call with { Sending = sending }, []));

    [Fact]
    public void What_a_receiver_took_whose_book_is_not_at_hand_lacks_nothing_and_is_told()
    {
        var finding = Assert.Single(_rule.Judge(Call with { Sending = AgreementSending.Elsewhere }, []));
        Assert.Equal((new AgreementFinding(TakenElsewhere), false), (finding, finding.Differs));
        // What was booked here says more.
        Assert.Equal([new(Matched)], _rule.Judge(Call with { Sending = AgreementSending.Elsewhere }, [Conversion]));
    }

    [Fact]
    public void A_conversion_with_money_of_a_call_that_earned_nothing_is_one_too_many()
    {
        var unpaid = Call with { Expected = false, Payout = 0, Revenue = 0 };
        Assert.Equal([new(UnpaidCall, 0, 1, 30_000_000, 45_000_000)], _rule.Judge(unpaid, [Conversion]));
        Assert.Equal([new(Matched)], _rule.Judge(unpaid, [Conversion with { Paid = 0, Received = 0 }]));
        // One that earned revenue alone is compared like any other.
        Assert.Equal([new(AnotherAmount, 0, 0, 30_000_000, 0)], _rule.Judge(unpaid with { Revenue = 45_000_000 }, [Conversion]));
    }

    [Theory]
    [InlineData(AgreementStanding.Rejected)]
    [InlineData(AgreementStanding.Returned)]
    public void A_conversion_that_was_rejected_or_returned_counts_nothing(AgreementStanding standing)
    {
        Assert.Equal([new(Rejected, 0, -1, -30_000_000, -45_000_000)], _rule.Judge(Call, [Conversion with { Standing = standing }]));
        // Beside one that counts it says nothing.
        Assert.Equal([new(Matched)], _rule.Judge(Call, [Conversion with { Standing = standing }, Conversion]));
    }

    [Fact]
    public void A_pending_conversion_counts() =>
        Assert.Equal([new(Matched)], _rule.Judge(Call, [Conversion with { Standing = AgreementStanding.Pending }]));

    [Fact]
    public void A_second_one_of_an_event_is_counted_twice_and_one_of_another_event_is_not()
    {
        var later = Conversion with { At = Noon + TimeSpan.FromMinutes(9) };
        Assert.Equal([new(CountedTwice, 1, 1, 30_000_000, 45_000_000)], _rule.Judge(Call, [Conversion, later]));
        Assert.Equal([new(Matched)], _rule.Judge(Call, [Conversion, later with { Event = 2, Paid = 0, Received = 0 }]));
    }

    [Fact]
    public void Of_two_the_one_with_the_calls_amounts_stands_for_it_though_it_is_later()
    {
        var odd = Conversion with { At = Noon, Paid = 1_000_000 };
        Assert.Equal([new(CountedTwice, 0, 1, 1_000_000, 45_000_000)], _rule.Judge(Call, [odd, Conversion]));
    }

    [Fact]
    public void Events_of_one_call_are_compared_by_their_sum() =>
        Assert.Equal(
            [new(AnotherAmount, 0, 0, 5_000_000, 0)],
            _rule.Judge(Call, [Conversion, Conversion with { Event = 2, Paid = 5_000_000, Received = 0 }])
        );

    [Fact]
    public void Each_side_is_compared_with_its_like_and_only_where_both_have_it()
    {
        Assert.Equal([new(AnotherAmount, 0, 0, -5_000_000, 0)], _rule.Judge(Call, [Conversion with { Paid = 25_000_000 }]));
        Assert.Equal([new(AnotherAmount, 0, 0, 0, 7_000_000)], _rule.Judge(Call, [Conversion with { Received = 52_000_000 }]));
        Assert.Equal([new(Matched)], _rule.Judge(Call with { Revenue = null }, [Conversion with { Received = 1 }]));
        Assert.Equal([new(Matched)], _rule.Judge(Call, [Conversion with { Paid = null }]));
    }

    [Fact]
    public void Amounts_within_the_slack_are_the_same() =>
        Assert.Equal([new(Matched)], new AgreementRule(NewYork, NewYork, 5000).Judge(Call, [Conversion with { Paid = 30_005_000 }]));

    [Fact]
    public void Amounts_in_two_currencies_are_not_compared()
    {
        _ = Currency.TryParse("EUR", out var euro);
        Assert.Equal([new(AnotherCurrency, 0)], _rule.Judge(Call, [Conversion with { Currency = euro, Paid = 1 }]));
        Assert.Equal([new(Matched)], _rule.Judge(Call with { Currency = null }, [Conversion with { Currency = euro }]));
    }

    [Fact]
    public void A_call_that_earned_nothing_is_looked_at_only_where_something_counts_for_it()
    {
        var idle = Call with { Expected = false, Payout = 0, Revenue = 0 };
        Assert.Empty(_rule.Judge(idle, []));
        Assert.Empty(_rule.Judge(idle, [Conversion with { Standing = AgreementStanding.Rejected }]));
        Assert.Equal([new(UnpaidCall, 0, 1, 30_000_000, 45_000_000)], _rule.Judge(idle, [Conversion]));
    }

    [Fact]
    public void A_test_differs_only_where_the_other_side_counts_it()
    {
        var counted = Assert.Single(_rule.Judge(Call with { Test = true }, [Conversion]));
        Assert.Equal((Test, 1, 30_000_000, true), (counted.Verdict, counted.Count, counted.Paid, counted.Differs));
        var missing = Assert.Single(_rule.Judge(Call, [Conversion with { Test = true }]));
        Assert.Equal((Test, -1, -30_000_000, true), (missing.Verdict, missing.Count, missing.Paid, missing.Differs));
        var both = Assert.Single(_rule.Judge(Call with { Test = true }, [Conversion with { Test = true }]));
        Assert.Equal((Test, 0, false), (both.Verdict, both.Count, both.Differs));
    }

    [Theory]
    [InlineData("2026-03-03T04:58:00Z", "2026-03-03T05:03:00Z", "America/New_York", DayCause.Late)]
    [InlineData("2026-03-02T17:00:00Z", "2026-03-01T17:00:00Z", "America/New_York", DayCause.Early)]
    // 20:30 in New York is 01:30 of the next day in UTC: one moment, two books.
    [InlineData("2026-03-03T01:30:00Z", "2026-03-03T01:31:00Z", "UTC", DayCause.Zone)]
    [InlineData("2026-03-03T04:58:00Z", "2026-03-04T05:03:00Z", "UTC", DayCause.Late)]
    // The night in which clocks go forward: 23:30 of the 7th in winter time, 00:30 of the 8th by a clock that is an hour ahead too early.
    [InlineData("2026-03-08T04:30:00Z", "2026-03-08T05:30:00Z", "America/New_York", DayCause.Late)]
    public void Another_day_says_whether_the_zones_alone_make_it(string call, string conversion, string zone, DayCause cause)
    {
        var rule = new AgreementRule(NewYork, TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal([new(AnotherDay, 0, Day: cause)], rule.Judge(Call with { At = At(call) }, [Conversion with { At = At(conversion) }]));
    }

    [Theory]
    // Both books say the 8th, the day with 23 hours.
    [InlineData("2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z")]
    // The 1st of November has 25.
    [InlineData("2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z")]
    public void A_day_is_as_long_as_it_is_in_the_zone(string call, string conversion) =>
        Assert.Equal([new(Matched)], _rule.Judge(Call with { At = At(call) }, [Conversion with { At = At(conversion) }]));

    [Fact]
    public void One_call_can_have_several_verdicts_in_their_order()
    {
        var other = Conversion with { At = Noon + TimeSpan.FromDays(1), Paid = 1, OtherCampaign = true };
        Assert.Equal(
            [CountedTwice, AnotherAmount, AnotherCampaign, AnotherDay],
            _rule.Judge(Call, [other, other with { At = other.At + TimeSpan.FromHours(1) }]).Select(f => f.Verdict)
        );
    }

    [Fact]
    public void A_conversion_without_a_call_is_of_an_unknown_call_where_it_counts()
    {
        Assert.Equal(new(UnknownCall, 0, 1, 30_000_000, 45_000_000), AgreementRule.OfUnknownCall(Conversion));
        Assert.Null(AgreementRule.OfUnknownCall(Conversion with { Test = true }));
    }

    [Property(MaxTest = 2000)]
    public Property What_is_found_adds_up_to_the_difference_of_the_books() =>
        Prop.ForAll(
            (
                from payout in Gen.Choose(0, 3)
                from expected in Gen.Elements(true, false)
                from test in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
                from conversions in Gen.ArrayOf(OneConversion())
                select (
                    Call: Call with
                    {
                        Payout = payout,
                        Revenue = payout * 2,
                        Expected = expected || payout > 0,
                        Test = test,
                    },
                    conversions
                )
            ).ToArbitrary(),
            books =>
            {
                var (call, conversions) = books;
                var findings = _rule.Judge(call, conversions);
                var counted = conversions.Where(c => c.Counts).ToList();
                Assert.Equal(counted.Sum(c => c.Paid) - (call.Test ? 0 : call.Payout), findings.Sum(f => f.Paid ?? 0));
                Assert.Equal(counted.Sum(c => c.Received) - (call.Test ? 0 : call.Revenue), findings.Sum(f => f.Received ?? 0));
                Assert.Equal(findings.OrderBy(f => f.Verdict), findings);
                if (call.Expected && !call.Test && conversions.All(c => c.Event == 1))
                    Assert.Equal(counted.Count - 1, findings.Sum(f => f.Count));
            }
        );

    [Fact]
    public void Every_verdict_has_its_words()
    {
        var all = Enum.GetValues<AgreementVerdict>();
        foreach (
            var words in new Func<AgreementVerdict, string>[]
            {
                v => v.Title(),
                v => v.Counted().ToString(),
                v => v.Meaning().ToString(),
                v => v.Code(),
            }
        )
            Assert.Equal(all.Length, all.Select(words).Where(w => w.Length > 0).Distinct().Count());
    }

    private static Gen<AgreementConversion> OneConversion() =>
        from paid in Gen.Choose(0, 3)
        from received in Gen.Choose(0, 6)
        from minutes in Gen.Choose(0, 2000)
        from standing in Gen.Frequency(
            (4, Gen.Constant(AgreementStanding.Approved)),
            (1, Gen.Elements(Enum.GetValues<AgreementStanding>()))
        )
        from test in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from kind in Gen.Choose(1, 2)
        select new AgreementConversion(Noon + TimeSpan.FromMinutes(minutes), paid, received, Currency.Usd, standing, test, kind);

    private static Instant At(string text) => Instant.TryParse(text, null, out var at) ? at : throw new FormatException(text);
}
