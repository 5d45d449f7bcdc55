using Ringpost.Telephony.Twilio;
using Xunit;

namespace Ringpost.Telephony.Tests.Twilio;

/// <summary>The vectors of telephony.md C4, token <c>12345</c>.</summary>
public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Voice = "https://example.com/twilio/voice?x=1";

    public static TheoryData<string, string, string> Vectors { get; } =
        new()
        {
            {
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212",
                "RSOYDt4T1cUTdK1PDd93/VVr8B8="
            },
            {
                Voice,
                "CallSid=CA1234567890abcdef1234567890abcdef&AccountSid=AC00000000000000000000000000000000&From=%2B15550001111&To=%2B15550002222"
                    + "&CallStatus=ringing&Direction=inbound&ApiVersion=2010-04-01&FromCity=&Digits=1",
                "JeQ42+nsUiu5JXdt0X/PAs4YZDk="
            },
            { Voice, "", "xtJXQLYjsbhyOxm4g9Y4e4y6hpo=" },
            { Voice, "a=2&a=1&a=2&B=x", "AbKTEOEvSD2Ewow9fSzfboDwVUY=" },
        };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_signature_is_as_the_carrier_computes_it(string url, string form, string signature)
    {
        var fields = TwilioForm.Parse(form).Fields;
        Assert.Equal(signature, TwilioSignature.Compute(Token, url, fields));
        Assert.Equal(SignatureMatch.AllFields, TwilioSignature.Check(Token, new Uri(url), url, fields, signature));
        Assert.Equal(SignatureMatch.None, TwilioSignature.Check("other", new Uri(url), url, fields, signature));
        Assert.Equal(SignatureMatch.None, TwilioSignature.Check(Token, new Uri(url), url + "0", fields, signature));
        Assert.Equal(SignatureMatch.None, TwilioSignature.Check(Token, new Uri(url), url, fields, ""));
    }

    [Fact]
    public void Fields_added_after_signing_are_left_out_on_the_second_try()
    {
        var signature = TwilioSignature.Compute(Token, Voice, TwilioForm.Parse("CallSid=CA1").Fields);
        var late = TwilioForm.Parse("CallSid=CA1&StirVerstat=TN-Validation-Passed-A&CallToken=x").Fields;
        Assert.Equal(SignatureMatch.WithoutLateFields, TwilioSignature.Check(Token, new Uri(Voice), Voice, late, signature));
        var other = TwilioForm.Parse("CallSid=CA1&Digits=1").Fields;
        Assert.Equal(SignatureMatch.None, TwilioSignature.Check(Token, new Uri(Voice), Voice, other, signature));
    }

    [Fact]
    public void A_default_port_may_be_written_out()
    {
        var signature = TwilioSignature.Compute(Token, "https://example.com:443/twilio/voice?x=1", []);
        Assert.Equal(SignatureMatch.AllFields, TwilioSignature.Check(Token, new Uri(Voice), Voice, [], signature));
    }

    [Fact]
    public void Keys_keep_their_case_and_their_repeats()
    {
        var form = TwilioForm.Parse("a=1&A=2&a=3&empty=&plus=a+b");
        Assert.Equal(["1", "2", "3", "", "a b"], form.Fields.Select(f => f.Value));
        Assert.Equal(("1", "2", ""), (form["a"], form["A"], form["empty"]));
    }
}
