using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Protection;

/// <summary>Data Protection keys in the database, so that every node reads every cookie (architecture 4.12).</summary>
internal sealed class ProtectionKeys(Database database) : IXmlRepository
{
    // The interface is synchronous; it is asked at the start and then about once a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [
            .. database
                .ReadAsync(c => c.QueryAsync<string>("SELECT xml FROM data_protection_keys ORDER BY id"))
                .GetAwaiter()
                .GetResult()
                .Select(x => XElement.Parse(x)),
        ];

    public void StoreElement(XElement element, string friendlyName) =>
        database
            .WriteAsync(
                WriteKeys.None,
                unit =>
                    unit.Connection.ExecuteAsync(
                        "INSERT INTO data_protection_keys (name, xml, created_at) VALUES (@name, @xml, @now)",
                        new
                        {
                            name = friendlyName,
                            xml = element.ToString(SaveOptions.DisableFormatting),
                            now = unit.Now,
                        }
                    )
            )
            .GetAwaiter()
            .GetResult();
}

/// <summary>Seals a Data Protection key under the master key.</summary>
internal sealed class ProtectionKeySealer(SecretBox box) : IXmlEncryptor
{
    internal const string Purpose = "data-protection-key";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(
            new XElement("sealed", box.Seal(plaintextElement.ToString(SaveOptions.DisableFormatting), Purpose)),
            typeof(ProtectionKeyOpener)
        );
}

/// <summary>Named in the stored XML and made by Data Protection itself, which asks for this constructor.</summary>
internal sealed class ProtectionKeyOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<SecretBox>().Open(encryptedElement.Value, ProtectionKeySealer.Purpose));
}
