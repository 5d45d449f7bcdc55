using System.Buffers.Binary;

namespace Ringpost.Server.Simulation;

/// <summary>A recording as the simulated carrier hands it out: a tone of its length, 8,000 samples a second, as WAV.</summary>
internal static class SimulatedRecording
{
    private const int Rate = 8_000;
    private const int Header = 44;

    public static IResult Show(SimulatedBooks books, string sid) =>
        books.Recordings.TryGetValue(sid, out var seconds)
            ? Results.Bytes(Write(seconds), "audio/x-wav")
            : SimulatedCarrierApi.Error(404, 20404, $"The requested resource /Recordings/{sid} was not found");

    internal static byte[] Write(int seconds)
    {
        var samples = Math.Max(1, seconds) * Rate;
        var file = new byte[Header + samples];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 36 + samples);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1); // one channel
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Rate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8); // bits of a sample
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples);
        for (var i = 0; i < samples; i++)
            file[Header + i] = (byte)(128 + (int)(40 * Math.Sin(i * 2 * Math.PI * 440 / Rate)));
        return file;
    }
}
