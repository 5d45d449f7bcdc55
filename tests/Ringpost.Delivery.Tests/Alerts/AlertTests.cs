using Dapper;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Alerts;

/// <summary>Alerts that reach people: rows, e-mails by a mail server on loopback, and what becomes of them when it is away.</summary>
public sealed class AlertTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
    private static readonly Actor Buyer = new("user:3", "Buyer", Role.Buyer, Of: "BU1");

    [Theory, EachDatabase]
    public async Task What_comes_together_goes_in_one_mail_to_each_recipient_once(Dialect dialect)
    {
        await using var server = MailServer.Start();
        await using var test = await WorkerTest.OpenAsync(dialect);
        await MailAsync(test, server.Port);
        await RecipientsAsync(test, "ops@example.com", "night@example.com");
        await RaiseAsync(test, new AlertDraft(AlertKind.NoAnswer, "target:TA1", "Target Müller: nobody picks up."));
        await RaiseAsync(
            test,
            new AlertDraft(AlertKind.CallCapMet, "buyer:BU1#daily", "Buyer Acme: its daily cap is met.\r\nBcc: thief@example.com")
        );

        await test.SendAlertsAsync();
        await test.SendAlertsAsync();

        Assert.Equal(2, server.Taken.Count);
        Assert.Equal(["night@example.com", "ops@example.com"], server.Taken.Select(m => m.To.Mailboxes.Single().Address).Order());
        var mail = server.Taken[0];
        Assert.Equal(("Ringpost: 2 alerts", "ringpost@example.com"), (mail.Subject, mail.From.Mailboxes.Single().Address));
        Assert.Empty(mail.Bcc);
        Assert.Contains("2026-05-01 12:00 (UTC)", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Target Müller: nobody picks up.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://calls.example.com/console/alerts", mail.TextBody, StringComparison.Ordinal);
        var alerts = await ListAsync(test, Actor.System);
        Assert.All(alerts.SelectMany(a => a.Mails), m => Assert.Equal((1L, true, null), (m.Attempts, m.SentAt is not null, m.Error)));
        Assert.Equal(4, alerts.Sum(a => a.Mails.Count));
        // Where alerts go is not for everyone.
        Assert.Empty((await ListAsync(test, Reader)).SelectMany(a => a.Mails));
    }

    [Theory, EachDatabase]
    public async Task A_subject_takes_no_line_of_its_own(Dialect dialect)
    {
        await using var server = MailServer.Start();
        await using var test = await WorkerTest.OpenAsync(dialect);
        await MailAsync(test, server.Port);
        await RecipientsAsync(test, "ops@example.com");
        await RaiseAsync(test, new AlertDraft(AlertKind.NoAnswer, "target:TA1", "One\r\nBcc: thief@example.com\r\n\r\nTwo"));
        await test.SendAlertsAsync();
        var mail = Assert.Single(server.Taken);
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain("\n", mail.Subject, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Without_a_mail_server_mails_wait_and_while_it_is_away_they_are_tried_again(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await RecipientsAsync(test, "ops@example.com");
        await RaiseAsync(test, new AlertDraft(AlertKind.Busy, "target:TA1", "Busy."));
        await test.SendAlertsAsync();
        Assert.Equal((0L, (string?)null), await MailOfAsync(test, m => (m.Attempts, m.Error)));

        var port = PrivatePostgres.FreePort();
        await MailAsync(test, port);
        await test.SendAlertsAsync();
        Assert.Equal((1L, true), await MailOfAsync(test, m => (m.Attempts, m.Error!.StartsWith("127.0.0.1: ", StringComparison.Ordinal))));
        await test.SendAlertsAsync();
        Assert.Equal(1L, await MailOfAsync(test, m => m.Attempts));

        await using var server = MailServer.Start(port);
        test.Time.Advance(TimeSpan.FromMinutes(1));
        await test.SendAlertsAsync();
        Assert.Equal((2L, true, null), await MailOfAsync(test, m => (m.Attempts, m.SentAt is not null, m.Error)));
        Assert.Single(server.Taken);
    }

    [Theory, EachDatabase]
    public async Task After_the_last_attempt_a_mail_is_given_up_and_says_why(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await MailAsync(test, PrivatePostgres.FreePort());
        await RecipientsAsync(test, "ops@example.com");
        await RaiseAsync(test, new AlertDraft(AlertKind.Busy, "target:TA1", "Busy."));
        for (var i = 0; i < 10; i++)
        {
            await test.SendAlertsAsync();
            test.Time.Advance(TimeSpan.FromHours(12));
        }

        Assert.Equal((7L, null, null, true), await MailOfAsync(test, m => (m.Attempts, m.SentAt, m.NextAttemptAt, m.Error is not null)));
    }

    [Theory, EachDatabase]
    public async Task A_server_that_nobody_vouches_for_gets_neither_password_nor_mail(Dialect dialect)
    {
        using var certificate = Certificates.For("127.0.0.1", 10);
        await using var server = MailServer.Start(certificate: certificate, password: "hunter22");
        await using var test = await WorkerTest.OpenAsync(dialect);
        Assert.True(
            (
                await Mail(test)
                    .RunAsync(Actor.System, new("127.0.0.1", server.Port, "startTls", "ringpost@example.com", "ringpost", "hunter22"))
            ).IsOk
        );
        var answer = (
            await new SendTestMail(test.Test.Database, new MailSender(test.Secrets)).RunAsync(Actor.System, new("ops@example.com"))
        ).Value;
        Assert.False(answer.Sent);
        Assert.Contains("certificate", answer.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Taken);
    }

    [Theory, EachDatabase]
    public async Task A_password_stays_with_its_server_and_user_and_is_never_shown(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var mail = Mail(test);
        var set = (await mail.RunAsync(Actor.System, new("smtp.example.com", null, null, "a@example.com", "ringpost", "hunter22"))).Value;
        Assert.Equal((587, MailSecurity.StartTls, true), (set.Port, set.Security, set.HasPassword));
        Assert.True(
            (await mail.RunAsync(Actor.System, new("smtp.example.com", 465, "tls", "b@example.com", "ringpost"))).Value.HasPassword
        );
        Assert.False(
            (await mail.RunAsync(Actor.System, new("smtp.evil.example", 465, "tls", "b@example.com", "ringpost"))).Value.HasPassword
        );
        var stored = await test.Test.Database.ReadAsync(c =>
            c.ExecuteScalarAsync<string>(
                "SELECT CAST(count(*) AS text) FROM change_log WHERE after LIKE '%hunter22%' OR before LIKE '%hunter22%'"
            )
        );
        Assert.Equal("0", stored);
        Assert.True((await mail.RunAsync(Reader, new("smtp.example.com"))).Refusal is Forbidden);
    }

    [Theory, EachDatabase]
    public async Task Settings_that_can_not_work_are_refused_by_field(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var alerts = Alerts(test);
        Assert.Equal(["recipients"], Fields(await alerts.RunAsync(Actor.System, new(Recipients: ["Ops <ops@example.com>"]))));
        Assert.Equal(["silent"], Fields(await alerts.RunAsync(Actor.System, new(Silent: ["nothing"]))));
        Assert.Equal(["url"], Fields(await alerts.RunAsync(Actor.System, new("ftp://example.com/"))));
        Assert.Equal(["signatureId"], Fields(await alerts.RunAsync(Actor.System, new(SignatureId: "CR1"))));
        Assert.Equal(["host", "from"], Fields(await Mail(test).RunAsync(Actor.System, new("smtp.example.com:25"))));
        Assert.Equal(
            ["security"],
            Fields(await Mail(test).RunAsync(Actor.System, new("mail", 25, "none", "a@example.com", "user", "secret")))
        );
        Assert.Equal(
            "no-mail-server",
            (await new SendTestMail(test.Test.Database, new MailSender(test.Secrets)).RunAsync(Actor.System, new("ops@example.com")))
                .Refusal!
                .Type
        );
    }

    [Theory, EachDatabase]
    public async Task What_holds_is_told_once_and_its_end_only_where_it_was_told(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var busy = new AlertDraft(AlertKind.Busy, "target:TA1", "Busy.");
        await WriteAsync(test, unit => Alerting.EndAsync(unit, busy));
        for (var i = 0; i < 3; i++)
        {
            await WriteAsync(test, unit => Alerting.BeginAsync(unit, busy));
            test.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await WriteAsync(test, unit => Alerting.BeginAsync(unit, busy with { Subject = "target:TA2" }));
        await WriteAsync(test, unit => Alerting.EndAsync(unit, busy));
        await WriteAsync(test, unit => Alerting.EndAsync(unit, busy));
        // They name targets, which not every reader may see.
        Assert.Empty(await ListAsync(test, Reader with { Rights = null }));
        Assert.Equal(["TA1 True", "TA2 False", "TA1 False"], (await ListAsync(test, Reader)).Select(a => $"{a.Subject[7..]} {a.Ended}"));

        // Without news for long it is told anew.
        test.Time.Advance(TimeSpan.FromHours(2));
        await WriteAsync(test, unit => Alerting.ForgetAsync(unit, [AlertKind.Busy], unit.Now - TimeSpan.FromHours(1)));
        await WriteAsync(test, unit => Alerting.BeginAsync(unit, busy with { Subject = "target:TA2" }));
        Assert.Equal(4, (await ListAsync(test, Reader)).Count);
    }

    [Theory, EachDatabase]
    public async Task Silent_kinds_are_told_nowhere_and_what_was_seen_is_kept(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        Assert.True((await Alerts(test).RunAsync(Actor.System, new(Silent: ["busy"]))).IsOk);
        await RaiseAsync(test, new AlertDraft(AlertKind.Busy, "target:TA1", "Busy."));
        await RaiseAsync(test, new AlertDraft(AlertKind.NoAnswer, "target:TA1", "Nobody."));
        var told = Assert.Single(await ListAsync(test, Reader));
        Assert.True((await new DismissAlerts(test.Test.Database).RunAsync(Reader, new(told.Id))).Refusal is Forbidden);
        Assert.Equal(1, (await new DismissAlerts(test.Test.Database).RunAsync(Actor.System, new(told.Id))).Value.Dismissed);
        Assert.Empty((await new ListAlerts(test.Test.Database).RunAsync(Reader, new(Unseen: true), new PageRequest())).Value.Items);
        Assert.True(Assert.Single(await ListAsync(test, Reader)).Seen);
        Assert.True((await new ListAlerts(test.Test.Database).RunAsync(Buyer, new(), new PageRequest())).Refusal is Forbidden);
    }

    private static IEnumerable<string> Fields<T>(Result<T> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;

    private static SetMailSettings Mail(WorkerTest test) => new(test.Test.Database, test.Secrets, test.Wake);

    private static SetAlertSettings Alerts(WorkerTest test) => new(test.Test.Database, test.Credentials);

    private static async Task MailAsync(WorkerTest test, int port) =>
        Assert.True((await Mail(test).RunAsync(Actor.System, new("127.0.0.1", port, "none", "ringpost@example.com"))).IsOk);

    private static async Task RecipientsAsync(WorkerTest test, params string[] recipients) =>
        Assert.True((await Alerts(test).RunAsync(Actor.System, new(Recipients: recipients))).IsOk);

    private static Task RaiseAsync(WorkerTest test, AlertDraft draft) => WriteAsync(test, unit => Alerting.RaiseAsync(unit, draft));

    private static Task WriteAsync(WorkerTest test, Func<WriteUnit, Task> work) =>
        test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await work(unit);
                return true;
            }
        );

    private static async Task<IReadOnlyList<Alert>> ListAsync(WorkerTest test, Actor actor) =>
        (await new ListAlerts(test.Test.Database).RunAsync(actor, new(), new PageRequest())).Value.Items;

    private static async Task<T> MailOfAsync<T>(WorkerTest test, Func<AlertMail, T> of) =>
        of(Assert.Single((await ListAsync(test, Actor.System)).SelectMany(a => a.Mails)));
}
