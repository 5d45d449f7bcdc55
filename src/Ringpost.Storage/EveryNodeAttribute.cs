namespace Ringpost.Storage;

/// <summary>A hosted worker that also runs where the role is <c>web</c> alone: it keeps this node's memory fresh and claims no work.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EveryNodeAttribute : Attribute;
