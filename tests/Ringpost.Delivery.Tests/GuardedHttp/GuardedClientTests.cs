using System.Net;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Delivery.Templates;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Delivery.Tests.GuardedHttp;

public sealed class GuardedClientTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0.0.0.0/")]
    public async Task Private_and_reserved_hosts_are_refused(string url)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite, new DeliveryOptions());
        using var client = test.Client();
        Assert.Equal(SendError.AddressNotAllowed, (await client.SendAsync(To(url), default)).Error);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://224.0.0.1/")]
    public async Task What_is_closed_stays_closed_where_private_addresses_are_allowed(string url)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        using var client = test.Client();
        Assert.Equal(SendError.AddressNotAllowed, (await client.SendAsync(To(url), default)).Error);
    }

    [Theory]
    [InlineData("http://8.8.8.8:22/")]
    [InlineData("http://8.8.8.8:25/")]
    [InlineData("https://8.8.8.8:6379/")]
    [InlineData("http://127.0.0.1:5432/")]
    public async Task A_port_of_another_service_is_refused_before_anything_is_asked(string url)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, url));
        using var client = test.Client((_, _) => throw new InvalidOperationException("Asked."));
        Assert.Equal((SendError.PortNotAllowed, null), Of(await client.SendAsync(To(url), default)));
        Assert.Equal((SendError.PortNotAllowed, IPAddress.Loopback), Of(await client.SendAsync(To(receiver.Url), default)));
        Assert.NotEmpty(PixelUrl.Check(TokenTemplate.Parse(url)));
        Assert.Empty(PixelUrl.Check(TokenTemplate.Parse("http://8.8.8.8:8080/")));

        static (SendError?, IPAddress?) Of(SendOutcome outcome) => (outcome.Error, outcome.Address);
    }

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite, new DeliveryOptions());
        using var client = test.Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));
        Assert.Equal(SendError.AddressNotAllowed, (await client.SendAsync(To("http://mixed.example/"), default)).Error);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_called()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(200, "here");
        var asked = 0;
        using var client = test.Client(
            (_, _) =>
            {
                asked++;
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            }
        );

        var outcome = await client.SendAsync(To($"http://pinned.example:{new Uri(receiver.Url).Port}/"), default);

        Assert.Equal((200, "here", 1), (outcome.Status, outcome.Text, asked));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_a_second_look_is_not_looked_up_a_second_time()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        // A server that ends each connection after its answer: the next request needs a new one.
        await using var receiver = await Receiver.StartAsync(
            (http, _) =>
            {
                http.Response.Headers.Connection = "close";
                return Receiver.Answer(http, 200, "here");
            }
        );
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("169.254.169.254")]);
        using var client = test.Client((_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        var url = To($"http://turning.example:{new Uri(receiver.Url).Port}/");

        var first = await client.SendAsync(url, default);
        var second = await client.SendAsync(url, default);

        Assert.Equal((200, "here", IPAddress.Loopback), (first.Status, first.Text, first.Address));
        Assert.Equal((SendError.AddressNotAllowed, null, 1), (second.Error, second.Address, receiver.Received.Count));
    }

    [Fact]
    public async Task Each_request_knows_the_address_that_it_went_to_on_a_kept_connection_too()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(
            (http, _) => http.Request.Path == "/on" ? Receiver.Redirect(http, "/") : Receiver.Answer(http, 200)
        );
        var asked = 0;
        var port = new Uri(receiver.Url).Port;
        using var client = test.Client(
            (host, _) =>
            {
                Interlocked.Increment(ref asked);
                return Task.FromResult<IPAddress[]>([host == "two.example" ? IPAddress.Parse("127.0.0.2") : IPAddress.Loopback]);
            }
        );

        var outcomes = new List<SendOutcome>();
        for (var i = 0; i < 3; i++)
            outcomes.Add(await client.SendAsync(To($"http://one.example:{port}/on"), default));
        var refused = await client.SendAsync(To($"http://two.example:{Ringpost.Testing.PrivatePostgres.FreePort()}/"), default);

        Assert.All(outcomes, o => Assert.Equal((200, IPAddress.Loopback), (o.Status, o.Address)));
        Assert.Equal(2, asked);
        Assert.Equal((SendError.ConnectFailed, IPAddress.Parse("127.0.0.2")), (refused.Error, refused.Address));
    }

    [Fact]
    public async Task Redirects_of_a_get_are_followed_three_times_and_no_more()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(
            (http, _) =>
                http.Request.Path == "/end"
                    ? Receiver.Answer(http, 200, "end")
                    : Receiver.Redirect(
                        http,
                        http.Request.Path.Value![1..] is "0" ? "/end" : $"/{int.Parse(http.Request.Path.Value[1..], null) - 1}"
                    )
        );
        using var client = test.Client();

        Assert.Equal("end", (await client.SendAsync(To(receiver.Url + "/2"), default)).Text);
        Assert.Equal(SendError.TooManyRedirects, (await client.SendAsync(To(receiver.Url + "/3"), default)).Error);
    }

    [Fact]
    public async Task A_post_does_not_follow()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, "/other"));
        using var client = test.Client();
        var outcome = await client.SendAsync(To(receiver.Url) with { Method = "POST", Body = "x" }, default);
        Assert.Equal((302, 1), (outcome.Status, receiver.Received.Count));
    }

    [Theory]
    [InlineData("http://169.254.169.254/", SendError.AddressNotAllowed)]
    [InlineData("file:///etc/passwd", SendError.RedirectNotAllowed)]
    [InlineData("ftp://h.example/", SendError.RedirectNotAllowed)]
    public async Task A_redirect_is_checked_as_the_url_was(string location, SendError error)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, location));
        using var client = test.Client();
        Assert.Equal(error, (await client.SendAsync(To(receiver.Url), default)).Error);
    }

    [Theory]
    [InlineData("/p.ashx?o=2")]
    [InlineData("/api/v1/offers")]
    public async Task Our_own_endpoints_redirect_nowhere_private(string location)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite, new DeliveryOptions());
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, location));
        test.OwnUrl = receiver.Url;
        using var client = test.Client();

        Assert.Equal(SendError.AddressNotAllowed, (await client.SendAsync(To(receiver.Url + "/p.ashx"), default)).Error);
        Assert.Single(receiver.Received);
    }

    [Theory]
    [InlineData("/p.ashx", true)]
    [InlineData("/M.ashx", true)]
    [InlineData("/hook/abc", true)]
    [InlineData("/enrich/abc.json", true)]
    [InlineData("/hook/%2e%2e/api", false)]
    [InlineData("/hook/..%2fapi", false)]
    [InlineData("/hook//api", false)]
    [InlineData("/p.ashx/x", false)]
    [InlineData("/hook", false)]
    [InlineData("/api/v1/offers", false)]
    [InlineData("/", false)]
    public void Only_our_pixel_endpoints_are_own(string path, bool isOwn)
    {
        var own = new OwnEndpoints(new Api.PublicUrls(new Uri("http://127.0.0.1:5080"), new Uri("http://127.0.0.1:5081")));
        Assert.Equal(isOwn, own.Contains(new Uri("http://127.0.0.1:5080" + path)));
        Assert.Equal(isOwn, own.Contains(new Uri("http://127.0.0.1:5081" + path)));
        Assert.False(own.Contains(new Uri("http://127.0.0.1:5082" + path)));
        Assert.False(own.Contains(new Uri("https://127.0.0.1:5080" + path)));
    }

    [Fact]
    public async Task Headers_for_one_receiver_do_not_reach_another()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var second = await Receiver.StartAsync(200);
        await using var first = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, second.Url));
        using var client = test.Client();

        await client.SendAsync(
            To(first.Url) with
            {
                Headers = new Dictionary<string, string> { ["Authorization"] = "Basic abc" },
            },
            default
        );

        Assert.Equal("Basic abc", first.Received[0].Headers["Authorization"]);
        Assert.DoesNotContain("Authorization", second.Received[0].Headers.Keys);
        Assert.Equal("key1", second.Received[0].Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_and_text_that_no_database_takes_is_replaced()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(
            async (http, _) =>
            {
                var block = new byte[8192];
                block.AsSpan().Fill((byte)'a');
                block[1] = 0;
                block[2] = 0xff;
                while (!http.RequestAborted.IsCancellationRequested)
                    await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }
        );
        using var client = test.Client();

        var outcome = await client.SendAsync(To(receiver.Url), default);

        Assert.Equal((200, AnswerReader.MostBytes), (outcome.Status, outcome.Text.Length));
        Assert.StartsWith("a\ufffd\ufffda", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_there_and_a_url_that_is_none_are_named()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        using var client = test.Client((_, _) => throw new System.Net.Sockets.SocketException(11001));
        Assert.Equal(SendError.DnsFailed, (await client.SendAsync(To("http://nowhere.invalid/"), default)).Error);
        Assert.Equal(SendError.UrlNotAllowed, (await client.SendAsync(To("gopher://h/"), default)).Error);
        Assert.Equal(SendError.UrlNotAllowed, (await client.SendAsync(To("not a url"), default)).Error);
    }

    [Fact]
    public async Task A_receiver_that_speaks_no_tls_is_named()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(200);
        using var client = test.Client();
        Assert.Equal(
            SendError.TlsFailed,
            (await client.SendAsync(To(receiver.Url.Replace("http:", "https:", StringComparison.Ordinal)), default)).Error
        );
    }

    [Theory]
    [InlineData("127.0.0.1", -1, SendError.CertificateExpired)]
    [InlineData("other.example", 5, SendError.CertificateNotForHost)]
    [InlineData("127.0.0.1", 5, SendError.CertificateNotTrusted)]
    public async Task What_of_a_certificate_is_not_accepted_is_named(string host, int lastsDays, SendError error)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        using var certificate = Certificates.For(host, lastsDays);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Answer(http, 200), certificate);
        using var client = test.Client();
        var outcome = await client.SendAsync(To(receiver.Url), default);
        Assert.Equal((error, IPAddress.Loopback), (outcome.Error, outcome.Address));
        Assert.Empty(receiver.Received);
    }

    private static SendRequest To(string url) => new("GET", url, new Dictionary<string, string>(), null, null, "key1");
}
