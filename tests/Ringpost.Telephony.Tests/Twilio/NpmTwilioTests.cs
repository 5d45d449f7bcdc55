using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Telephony.Twilio;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Telephony.Tests.Twilio;

/// <summary>npm's twilio, unmodified, validates the signatures that we compute and makes the TwiML that we write.</summary>
public sealed class NpmPackagesTests
{
    private const string Token = "12345";

    private static readonly (string Url, (string Key, string Value)[] Fields)[] Requests =
    [
        ("https://calls.example.com/telephony/twilio/abc/voice", [("CallSid", "CA1"), ("From", "+16615550106"), ("To", "+18005550199")]),
        ("https://calls.example.com/telephony/twilio/abc/dial?leg=1&call=CA1", [("DialCallStatus", "completed"), ("FromCity", "")]),
        ("https://calls.example.com/telephony/twilio/abc/status", [("B", "x"), ("a1", "ü€😀"), ("_x", "& = +"), ("a", "1"), ("aB", "2")]),
        ("https://calls.example.com:8443/telephony/twilio/abc/leg?leg=2", [("a", "2"), ("a", "1"), ("a", "2"), ("StirVerstat", "TN-A")]),
        ("https://calls.example.com/telephony/twilio/abc/voice?From=%2B1661", []),
    ];

    [Fact]
    public async Task It_accepts_our_signatures_and_we_accept_its_own()
    {
        var cases = Requests.Select(r =>
        {
            var fields = r.Fields.Select(f => KeyValuePair.Create(f.Key, f.Value)).ToList();
            return new JsonObject
            {
                ["url"] = r.Url,
                ["fields"] = new JsonArray([.. r.Fields.Select(f => (JsonNode)new JsonArray(f.Key, f.Value))]),
                ["signature"] = TwilioSignature.Compute(Token, r.Url, fields),
            };
        });
        var input = new JsonObject { ["token"] = Token, ["cases"] = new JsonArray([.. cases]) };
        if (await NpmPackages.RunAsync("signatures.cjs", input) is not { } answers)
        {
            Assert.Skip("node and npm are not here");
            return;
        }

        for (var i = 0; i < Requests.Length; i++)
        {
            var answer = answers[i]!;
            Assert.True((bool)answer["accepted"]!, Requests[i].Url);
            Assert.True((bool)answer["refusesAnother"]!, Requests[i].Url);
            var fields = Requests[i].Fields.Select(f => KeyValuePair.Create(f.Key, f.Value)).ToList();
            var origin = new Uri(new Uri(Requests[i].Url).GetLeftPart(UriPartial.Authority));
            Assert.Equal(
                SignatureMatch.AllFields,
                TwilioSignature.Check(Token, origin, Requests[i].Url, fields, (string)answer["expected"]!)
            );
        }
    }

    [Fact]
    public async Task Its_builder_makes_the_documents_that_we_write_and_knows_every_attribute()
    {
        var twiml = new Twiml(page => "https://c.example/telephony/twilio/abc/" + page + (page.Contains('?') ? "&" : "?") + "call=CA1");
        var call = new CallId("1");
        string[] documents =
        [
            twiml.Write(new CallAnswer.Dial(call, 1, new(DestinationType.Number, "+12025550111"), 20, true)),
            twiml.Write(
                new CallAnswer.Dial(call, 2, new(DestinationType.Sip, "sip:buyer@example.com?X-Lead=42&X-B=1"), 30, false, "+18005550199")
            ),
            twiml.Write(new CallAnswer.Reject(CallRejection.NoTarget)),
            twiml.Write(new CallAnswer.Reject(CallRejection.Blocked)),
            twiml.Write(new CallAnswer.HangUp()),
            twiml.Write(new CallAnswer.Say("Call again at <9> & later")),
            Twiml.Static(new(FallbackKind.Message, null, "Goodbye"), null, [])!,
            Twiml.Static(
                new(FallbackKind.Target, new("TA"), ""),
                new Target(new("TA"), "Line", null, new(DestinationType.Group, ""), 25, null, true, default),
                [new(DestinationType.Number, "+12025550111"), new(DestinationType.Sip, "sip:a@example.com;transport=tls")]
            )!,
            twiml.Write(
                new CallAnswer.Dial(call, 3, new(DestinationType.Number, "+12025550111"), 20, true)
                {
                    Also = [new(4, new(DestinationType.Sip, "sip:b@example.com")), new(5, new(DestinationType.Number, "+12025550112"))],
                }
            ),
            Twiml.Empty,
        ];
        var input = new JsonObject { ["documents"] = new JsonArray([.. documents.Select(d => (JsonNode)Parts(XElement.Parse(d)))]) };
        if (await NpmPackages.RunAsync("twiml.cjs", input) is not { } answers)
        {
            Assert.Skip("node and npm are not here");
            return;
        }

        for (var i = 0; i < documents.Length; i++)
        {
            Assert.Empty(answers[i]!["problems"]!.AsArray().Select(p => (string)p!));
            Assert.True(
                XNode.DeepEquals(XElement.Parse((string)answers[i]!["document"]!), XElement.Parse(documents[i])),
                string.Create(CultureInfo.InvariantCulture, $"{documents[i]}\n{answers[i]!["document"]}")
            );
        }
    }

    private static JsonObject Parts(XElement response) => new() { ["verbs"] = List(response.Elements().Select(Part)) };

    private static JsonObject Part(XElement element) =>
        new()
        {
            ["name"] = element.Name.LocalName,
            ["attributes"] = new JsonObject(element.Attributes().Select(a => KeyValuePair.Create(a.Name.LocalName, (JsonNode?)a.Value))),
            ["text"] = element.HasElements ? null : element.Value,
            ["nouns"] = List(element.Elements().Select(Part)),
        };

    private static JsonArray List(IEnumerable<JsonObject> parts) => new([.. parts.Select(p => (JsonNode)p)]);
}
