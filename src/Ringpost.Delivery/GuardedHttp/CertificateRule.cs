using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>Says what of a receiver's certificate is not accepted. The system's own check decides; nothing is accepted that it refuses.</summary>
internal static class CertificateRule
{
    /// <exception cref="SendRefusedException">It is not accepted; the error names why.</exception>
    public static bool Check(X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new SendRefusedException(Name(chain, errors));

    private static SendError Name(X509Chain? chain, SslPolicyErrors errors)
    {
        if (chain is not null && Array.Exists(chain.ChainStatus, s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            return SendError.CertificateExpired;
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? SendError.CertificateNotForHost
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? SendError.CertificateNotTrusted
            : SendError.TlsFailed;
    }
}
