using System.Reflection;

namespace Ringpost.Storage.Migrations;

/// <summary>
/// A module's migrations: embedded files <c>Schema/0001-name.sqlite.sql</c> beside <c>Schema/0001-name.postgres.sql</c>.
/// </summary>
/// <param name="Name">Stands in the journal, as <c>attribution/0001-name</c>.</param>
/// <param name="Order">Modules migrate in this order; a module may refer to tables of a lower one.</param>
public sealed record SchemaModule(string Name, int Order, Assembly Assembly);
