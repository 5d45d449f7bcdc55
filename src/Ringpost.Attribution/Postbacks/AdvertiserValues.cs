using Dapper;

namespace Ringpost.Attribution.Postbacks;

/// <summary>What an advertiser sends to know its own customer by (cake.md 2.2): <c>u</c> and <c>as1</c> to <c>as5</c>. Texts that decide nothing.</summary>
internal sealed class AdvertiserValues
{
    public string? UserId { get; set; }

    /// <summary>Five places; null where none was sent.</summary>
    public string?[]? SubIds { get; set; }
}

/// <summary>Keeps them beside the conversions that were just stored. Costs no statement where none has any.</summary>
internal static class AdvertiserValuesStep
{
    public static async Task RunAsync(PostbackBatch batch)
    {
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.IsStored(i) && batch.Items[i].Conversion is { AdvertiserValues: { } values })
                await batch.Unit.Connection.ExecuteAsync(
                    "INSERT INTO conversion_advertiser_values (conversion_id, user_id, as1, as2, as3, as4, as5) "
                        + "VALUES (@conversion, @UserId, @s1, @s2, @s3, @s4, @s5)",
                    new
                    {
                        conversion = batch.Written[i].Conversion!.Value,
                        values.UserId,
                        s1 = values.SubIds?[0],
                        s2 = values.SubIds?[1],
                        s3 = values.SubIds?[2],
                        s4 = values.SubIds?[3],
                        s5 = values.SubIds?[4],
                    }
                );
    }
}
