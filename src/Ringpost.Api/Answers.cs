using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>Turns what an operation answers into HTTP: the record, or problem details with a stable type (api-v1.md).</summary>
public static class Answers
{
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(this Result<T> result, Func<T, string> location) =>
        result.IsOk ? TypedResults.Created(location(result.Value), result.Value) : result.Refusal.ToProblem();

    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Result<T> result) =>
        result.IsOk ? TypedResults.Ok(result.Value) : result.Refusal.ToProblem();

    public static Results<NoContent, ProblemHttpResult> ToNoContent<T>(this Result<T> result) =>
        result.IsOk ? TypedResults.NoContent() : result.Refusal.ToProblem();

    public static ProblemHttpResult ToProblem(this Refusal refusal) =>
        refusal switch
        {
            Invalid invalid => Invalid(invalid.Errors),
            Missing => Problem(StatusCodes.Status404NotFound, refusal),
            Forbidden => Problem(StatusCodes.Status403Forbidden, refusal),
            // RFC 8470: whoever sends it may send it again.
            TooEarly => Problem(425, refusal),
            Clash { Type: "idempotency-key-reused" } => Problem(StatusCodes.Status422UnprocessableEntity, refusal),
            _ => Problem(StatusCodes.Status409Conflict, refusal),
        };

    /// <summary>400 with every error at once, by JSON field name.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            new HttpValidationProblemDetails(errors.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal))
            {
                Status = StatusCodes.Status400BadRequest,
                Type = "validation",
                Title = "The request has errors.",
            }
        );

    private static ProblemHttpResult Problem(int status, Refusal refusal) =>
        TypedResults.Problem(
            new ProblemDetails
            {
                Status = status,
                Type = refusal.Type,
                Title = refusal.Message,
            }
        );
}
