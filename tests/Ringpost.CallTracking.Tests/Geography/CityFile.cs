using System.Net;
using System.Text;

namespace Ringpost.CallTracking.Tests.Geography;

/// <summary>Writes a small database in MaxMind's format 2.0: networks of IPv4 with their records.</summary>
internal static class CityFile
{
    private const int RecordBits = 24;

    public static byte[] Of(params (string Network, Dictionary<string, object> Place)[] networks)
    {
        var nodes = new List<int[]> { new[] { -1, -1 } };
        var data = new MemoryStream();
        var places = new List<long>();
        foreach (var (network, place) in networks)
        {
            places.Add(data.Length);
            Write(data, place);
            var slash = network.IndexOf('/', StringComparison.Ordinal);
            var address = IPAddress.Parse(network[..slash]).GetAddressBytes();
            var bits = int.Parse(network[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            var node = 0;
            for (var i = 0; i < bits; i++)
            {
                var side = address[i / 8] >> (7 - i % 8) & 1;
                if (i == bits - 1)
                {
                    nodes[node][side] = -2 - (places.Count - 1);
                    break;
                }

                if (nodes[node][side] < 0)
                {
                    nodes.Add([-1, -1]);
                    nodes[node][side] = nodes.Count - 1;
                }

                node = nodes[node][side];
            }
        }

        var file = new MemoryStream();
        foreach (var node in nodes)
        foreach (var record in node)
        {
            var value = record switch
            {
                -1 => nodes.Count,
                < -1 => nodes.Count + 16 + places[-2 - record],
                _ => record,
            };
            file.Write([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }

        file.Write(new byte[16]);
        data.WriteTo(file);
        file.Write([0xAB, 0xCD, 0xEF]);
        file.Write("MaxMind.com"u8);
        Write(
            file,
            new Dictionary<string, object>
            {
                ["node_count"] = (uint)nodes.Count,
                ["record_size"] = (ushort)RecordBits,
                ["ip_version"] = (ushort)4,
                ["database_type"] = "Test-City",
                ["languages"] = new List<object> { "en" },
                ["binary_format_major_version"] = (ushort)2,
                ["binary_format_minor_version"] = (ushort)0,
                ["build_epoch"] = 1_700_000_000UL,
                ["description"] = new Dictionary<string, object> { ["en"] = "A test" },
            }
        );
        return file.ToArray();
    }

    private static void Write(Stream to, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.WriteByte((byte)(2 << 5 | bytes.Length));
                to.Write(bytes);
                break;
            case Dictionary<string, object> map:
                to.WriteByte((byte)(7 << 5 | map.Count));
                foreach (var (key, inner) in map)
                {
                    Write(to, key);
                    Write(to, inner);
                }

                break;
            case List<object> list:
                to.Write([(byte)list.Count, 11 - 7]);
                list.ForEach(inner => Write(to, inner));
                break;
            case ushort number:
                to.Write([5 << 5 | 2, (byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                to.Write([6 << 5 | 4, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
                break;
            case ulong number:
                to.Write([8, 9 - 7]);
                for (var shift = 56; shift >= 0; shift -= 8)
                    to.WriteByte((byte)(number >> shift));
                break;
            default:
                throw new ArgumentException(value.GetType().Name);
        }
    }
}
