using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Credentials;

/// <summary>What an attempt carries beside its request, over real HTTP.</summary>
public sealed class SignedSendingTests
{
    private const string Body = """{"id":"c1"}""";

    [Theory, EachDatabase]
    public async Task A_name_and_password_and_a_token_are_sent_as_their_standards_say(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var test = await WorkerTest.OpenAsync(dialect);
        var basic = await AddAsync(test, new("B", "basic", "päss:w", "ann", Hosts: [receiver.Url]));
        var bearer = await AddAsync(test, new("T", "bearer", "t0ken", Hosts: [new Uri(receiver.Url).Authority]));
        await test.StartWorkerAsync();

        await test.EnqueueAsync(Post(receiver.Url, "c1", new(Credential: basic.Id.Value)));
        await test.WaitAsync(r => r.State == "delivered");
        await test.EnqueueAsync(Post(receiver.Url, "c2", new(Credential: bearer.Id.Value)));
        await test.WaitAsync(r => r.State == "delivered", "c2");

        Assert.Equal(
            ["Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:päss:w")), "Bearer t0ken"],
            receiver.Received.Select(r => r.Headers["Authorization"])
        );
    }

    [Theory, EachDatabase]
    public async Task A_secret_that_changes_holds_for_what_waits_already(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync((http, n) => Receiver.Answer(http, n == 0 ? 503 : 200));
        await using var test = await WorkerTest.OpenAsync(dialect);
        var bearer = await AddAsync(test, new("T", "bearer", "old", Hosts: [receiver.Url]));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Post(receiver.Url, "c1", new(Credential: bearer.Id.Value)));
        await test.WaitAsync(r => r.Logged == 1);

        Assert.True((await Change(test).RunAsync(Actor.System, bearer.Id, new(Secret: "new"))).IsOk);
        test.Advance(TimeSpan.FromSeconds(10));
        await test.WaitAsync(r => r.State == "delivered");

        Assert.Equal(["Bearer old", "Bearer new"], receiver.Received.Select(r => r.Headers["Authorization"]));
    }

    [Theory, EachDatabase]
    public async Task Each_attempt_is_signed_anew_and_during_a_rotation_with_both_secrets(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync((http, n) => Receiver.Answer(http, n < 2 ? 503 : 200));
        await using var test = await WorkerTest.OpenAsync(dialect);
        var signature = await AddAsync(test, new("S", "signature"));
        Assert.NotNull(signature.Secret);
        await test.StartWorkerAsync();
        var draft = Post(receiver.Url, "c1", new(Signature: signature.Id.Value));
        await test.EnqueueAsync(draft);
        await test.WaitAsync(r => r.Logged == 1);
        var rotated = (
            await new RotateSignature(test.Test.Database, test.Test.Configuration, test.Identifiers, test.Secrets).RunAsync(
                Actor.System,
                signature.Id,
                new(OldHours: 1)
            )
        ).Value;
        test.Advance(TimeSpan.FromSeconds(10));
        await test.WaitAsync(r => r.Logged == 2);
        test.Advance(TimeSpan.FromHours(2));
        await test.WaitAsync(r => r.State == "delivered");

        string[][] expected =
        [
            [signature.Secret],
            [rotated.Secret!, signature.Secret],
            [rotated.Secret!],
        ];
        var attempts = receiver.Received.Select(r => r.Headers).ToArray();
        Assert.Equal(3, attempts.Select(h => h["webhook-timestamp"]).Distinct().Count());
        foreach (var (headers, secrets) in attempts.Zip(expected))
        {
            Assert.Equal(draft.IdempotencyKey, headers["webhook-id"]);
            Assert.Equal(secrets.Select(s => Sign(s, headers)), headers["webhook-signature"].Split(' '));
        }
    }

    [Theory, EachDatabase]
    public async Task A_fetched_token_is_kept_until_it_is_refused_or_over(Dialect dialect)
    {
        var tokens = 0;
        await using var receiver = await Receiver.StartAsync(
            (http, _) =>
            {
                if (http.Request.Path == "/token")
                    return Receiver.Answer(http, 200, $$"""{"access_token":"t{{++tokens}}","token_type":"Bearer","expires_in":3600}""");
                return Receiver.Answer(http, http.Request.Headers.Authorization == $"Bearer t{tokens}" && tokens != 1 ? 200 : 401);
            }
        );
        await using var test = await WorkerTest.OpenAsync(dialect);
        var client = await AddAsync(test, new("O", "clientCredentials", "s3cret", "us", receiver.Url + "/token", "send", [receiver.Url]));
        await test.StartWorkerAsync();

        // The first token was new: a refusal of it is the receiver's word.
        await test.EnqueueAsync(Post(receiver.Url, "c1", new(Credential: client.Id.Value)));
        await test.WaitAsync(r => r.State == "rejected");
        // Kept, refused, fetched once more, taken.
        await test.EnqueueAsync(Post(receiver.Url, "c2", new(Credential: client.Id.Value)));
        await test.WaitAsync(r => r.State == "delivered", "c2");
        await test.EnqueueAsync(Post(receiver.Url, "c3", new(Credential: client.Id.Value)));
        await test.WaitAsync(r => r.State == "delivered", "c3");
        Assert.Equal(2, tokens);
        test.Advance(TimeSpan.FromMinutes(60));
        await test.EnqueueAsync(Post(receiver.Url, "c4", new(Credential: client.Id.Value)));
        await test.WaitAsync(r => r.State == "delivered", "c4");
        Assert.Equal(3, tokens);

        var asked = receiver.Received.First(r => r.PathAndQuery == "/token");
        Assert.Equal("grant_type=client_credentials&scope=send", asked.Body);
        Assert.Equal("Basic " + Convert.ToBase64String("us:s3cret"u8), asked.Headers["Authorization"]);
    }

    [Theory, EachDatabase]
    public async Task Without_its_credential_nothing_is_sent_and_the_log_says_why(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Answer(http, 400, """{"error":"invalid_client"}"""));
        await using var test = await WorkerTest.OpenAsync(dialect);
        var elsewhere = await AddAsync(test, new("T", "bearer", "t0ken", Hosts: ["api.example.com"]));
        var client = await AddAsync(test, new("O", "clientCredentials", "x", "us", receiver.Url + "/token", Hosts: [receiver.Url]));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Post(receiver.Url, "c1", new(Credential: "CRgone")));
        await test.EnqueueAsync(Post(receiver.Url, "c2", new(Credential: elsewhere.Id.Value)));
        await test.EnqueueAsync(Post(receiver.Url, "c3", new(Credential: client.Id.Value)));
        var missing = await test.WaitAsync(r => r.Logged == 1);
        var wrongHost = await test.WaitAsync(r => r.Logged == 1, "c2");
        var refused = await test.WaitAsync(r => r.Logged == 1, "c3");

        // A person can bring a credential back; one that may not go there never will by itself.
        Assert.Equal(("pending", SendError.CredentialMissing.Sentence()), (missing.State, missing.Note));
        Assert.Equal(("failed", SendError.CredentialNotForHost.Sentence()), (wrongHost.State, wrongHost.Note));
        Assert.Equal(("pending", SendError.TokenNotGiven.Sentence()), (refused.State, refused.Note));
        Assert.All(receiver.Received, r => Assert.Equal("/token", r.PathAndQuery));
    }

    [Theory, EachDatabase]
    public async Task An_answer_is_judged_by_its_text_where_that_is_asked(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync(200, """{"Status":"OK","warning":"late"}""");
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Post(receiver.Url, "c1", new(AnswerHas: "\"status\":\"ok\"", AnswerLacks: "error")));
        await test.EnqueueAsync(Post(receiver.Url, "c2", new(AnswerHas: "accepted")));
        await test.EnqueueAsync(Post(receiver.Url, "c3", new(AnswerLacks: "LATE")));
        Assert.Equal("delivered", (await test.WaitAsync(r => r.Logged == 1)).State);
        var lacking = await test.WaitAsync(r => r.Logged == 1, "c2");
        var unwanted = await test.WaitAsync(r => r.Logged == 1, "c3");
        Assert.Equal(("rejected", "HTTP 200, but the answer does not contain “accepted”."), (lacking.State, lacking.Note));
        Assert.Equal(("rejected", "HTTP 200, but the answer contains “LATE”."), (unwanted.State, unwanted.Note));
    }

    private static DeliveryDraft Post(string url, string sourceId, SendTerms terms) =>
        Drafts.To(url + "/hook", sourceId) with
        {
            Method = "POST",
            Body = Body,
            ContentType = "application/json",
            Terms = terms,
        };

    private static async Task<Credential> AddAsync(WorkerTest test, CreateCredential.Request request) =>
        (
            await new CreateCredential(test.Test.Database, test.Test.Configuration, test.Identifiers, test.Secrets).RunAsync(
                Actor.System,
                request
            )
        ).Value;

    private static ChangeCredential Change(WorkerTest test) => new(test.Test.Database, test.Test.Configuration, test.Secrets);

    /// <summary>As a receiver checks it.</summary>
    private static string Sign(string secret, IReadOnlyDictionary<string, string> headers)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{Body}");
        return "v1,"
            + Convert.ToBase64String(
                HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(content))
            );
    }
}
