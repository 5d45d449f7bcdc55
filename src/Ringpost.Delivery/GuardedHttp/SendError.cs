using Ringpost.Primitives;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>Why a request got no answer. Stands in the delivery log.</summary>
public enum SendError
{
    /// <summary>The URL is no absolute http or https URL.</summary>
    UrlNotAllowed,

    /// <summary>The URL, or a redirect, names a port of a service that is not HTTP.</summary>
    PortNotAllowed,

    /// <summary>The host leads to a private, link-local or reserved address.</summary>
    AddressNotAllowed,

    DnsFailed,
    ConnectFailed,
    TlsFailed,

    /// <summary>The host's certificate is over, or begins later.</summary>
    CertificateExpired,

    /// <summary>The host's certificate is for other names.</summary>
    CertificateNotForHost,

    /// <summary>Nobody who is trusted here vouches for the host's certificate.</summary>
    CertificateNotTrusted,
    TimedOut,

    /// <summary>The connection ended before the answer did.</summary>
    ConnectionLost,

    /// <summary>What came is not HTTP, or its headers are too long.</summary>
    AnswerNotReadable,

    TooManyRedirects,

    /// <summary>A redirect to another scheme than https or http, or from https to http.</summary>
    RedirectNotAllowed,

    /// <summary>The request could not be written: a header that HTTP does not allow.</summary>
    RequestNotValid,

    /// <summary>The credential that it names is not there, or can't be opened.</summary>
    CredentialMissing,

    /// <summary>The credential may not go to this host.</summary>
    CredentialNotForHost,

    /// <summary>Where a token is fetched, none was given.</summary>
    TokenNotGiven,
}

public static class SendErrors
{
    /// <summary>The sentence that the delivery log shows.</summary>
    public static Phrase Sentence(this SendError error) =>
        error switch
        {
            SendError.UrlNotAllowed => "The URL is not an http or https URL.",
            SendError.PortNotAllowed => "The URL names a port that belongs to another service than the web, which is not allowed.",
            SendError.AddressNotAllowed => "The host leads to a private or reserved address, which is not allowed.",
            SendError.DnsFailed => "The host's name was not found.",
            SendError.ConnectFailed => "No connection to the host.",
            SendError.TlsFailed => "No secure connection: the host does not speak TLS as it is spoken here.",
            SendError.CertificateExpired => "No secure connection: the host's certificate has expired, or is not valid yet.",
            SendError.CertificateNotForHost => "No secure connection: the host's certificate is for another name.",
            SendError.CertificateNotTrusted =>
                "No secure connection: the host's certificate is from nobody who is trusted here, or its chain is not whole.",
            SendError.TimedOut => "No answer within the time limit.",
            SendError.ConnectionLost => "The connection was lost before the answer was complete.",
            SendError.AnswerNotReadable => "The answer is not HTTP, or its headers are too long.",
            SendError.TooManyRedirects => "More than 3 redirects.",
            SendError.RedirectNotAllowed => "A redirect to this address is not allowed.",
            SendError.RequestNotValid => "The request has a header that HTTP does not allow.",
            SendError.CredentialMissing => "The credential that it is sent with is not there any more, or can't be opened.",
            SendError.CredentialNotForHost =>
                "The credential that it is sent with may not go to this host. Add the host at the credential.",
            SendError.TokenNotGiven => "No token was given for the credential that it is sent with.",
            _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
        };

    /// <summary>Whether the host is to blame, and would fail others too.</summary>
    internal static bool IsOfHost(this SendError error) =>
        error
            is SendError.DnsFailed
                or SendError.ConnectFailed
                or SendError.TlsFailed
                or SendError.CertificateExpired
                or SendError.CertificateNotForHost
                or SendError.CertificateNotTrusted
                or SendError.TimedOut
                or SendError.ConnectionLost
                or SendError.AnswerNotReadable;

    /// <summary>Whether the same request may fare better later.</summary>
    internal static bool IsTransient(this SendError error) =>
        error switch
        {
            SendError.DnsFailed
            or SendError.ConnectFailed
            or SendError.TlsFailed
            or SendError.CertificateExpired
            or SendError.CertificateNotForHost
            or SendError.CertificateNotTrusted
            or SendError.TimedOut
            or SendError.ConnectionLost
            or SendError.AnswerNotReadable
            or SendError.CredentialMissing
            or SendError.TokenNotGiven => true,
            SendError.UrlNotAllowed
            or SendError.PortNotAllowed
            or SendError.AddressNotAllowed
            or SendError.TooManyRedirects
            or SendError.RedirectNotAllowed
            or SendError.RequestNotValid
            or SendError.CredentialNotForHost => false,
            _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
        };
}
