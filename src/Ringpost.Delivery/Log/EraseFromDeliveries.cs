using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Log;

/// <summary>
/// Rewrites what one record's deliveries say and were answered, sent or not. What waits is sent as it is written then; an attempt that is under
/// way ends with what it took along.
/// </summary>
public static class EraseFromDeliveries
{
    /// <summary>How many of them changed.</summary>
    public static async Task<int> RunAsync(WriteUnit unit, string source, string sourceId, Func<string, string> rewrite)
    {
        var changed = 0;
        var rows = await unit.Connection.QueryAsync<Row>(
            "SELECT id AS Id, url AS Url, headers AS Headers, body AS Body, note AS Note FROM deliveries "
                + $"WHERE source_id = @sourceId AND source = @source ORDER BY id{unit.Pick("", " FOR UPDATE")}",
            new { source, sourceId }
        );
        foreach (var row in rows.AsList())
        {
            var clean = new Row
            {
                Id = row.Id,
                Url = rewrite(row.Url),
                Headers = rewrite(row.Headers),
                Body = row.Body is null ? null : rewrite(row.Body),
                Note = rewrite(row.Note),
            };
            if (clean != row)
                changed += await unit.Connection.ExecuteAsync(
                    "UPDATE deliveries SET url = @Url, headers = @Headers, body = @Body, note = @Note WHERE id = @Id",
                    clean
                );
            var answers = await unit.Connection.QueryAsync<Answer>(
                "SELECT number AS Number, answer AS Text FROM delivery_attempts WHERE delivery_id = @Id",
                new { row.Id }
            );
            foreach (var answer in answers.AsList())
                if (rewrite(answer.Text) is var text && text != answer.Text)
                    await unit.Connection.ExecuteAsync(
                        "UPDATE delivery_attempts SET answer = @text WHERE delivery_id = @Id AND number = @Number",
                        new
                        {
                            text,
                            row.Id,
                            answer.Number,
                        }
                    );
        }

        return changed;
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string Url { get; init; } = "";
        public string Headers { get; init; } = "";
        public string? Body { get; init; }
        public string Note { get; init; } = "";
    }

    private sealed record Answer
    {
        public long Number { get; init; }
        public string Text { get; init; } = "";
    }
}
