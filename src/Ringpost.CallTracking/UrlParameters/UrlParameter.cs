using Ringpost.Primitives;

namespace Ringpost.CallTracking.UrlParameters;

/// <summary>
/// A declared URL parameter (ringba.md 9.3): the value of <paramref name="Parameter"/>, which is found in exactly this case, is kept as the
/// tag <paramref name="TagType"/>:<paramref name="TagName"/>, and tokens and filters offer it. Others are kept as User tags of their own names.
/// </summary>
public sealed record UrlParameter(UrlParameterId Id, string Parameter, string TagType, string TagName, Instant CreatedAt);
