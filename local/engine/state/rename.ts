import type { ResourceRecord } from "./state.ts";

/** A resource of a stack that has got another name: the URNs in it have the new one, and so has the stack's own resource. */
export function renamed(record: ResourceRecord, project: string, from: string, to: string): ResourceRecord {
  const prefix = `urn:pulumi:${from}::`;
  const own = `::pulumi:pulumi:Stack::${project}-${from}`;
  const urn = (text: string): string => {
    if (!text.startsWith(prefix)) return text;
    const rest = text.slice(prefix.length - 2);
    return `urn:pulumi:${to}${rest.endsWith(own) ? `${rest.slice(0, -own.length)}::pulumi:pulumi:Stack::${project}-${to}` : rest}`;
  };
  return {
    ...record,
    urn: urn(record.urn),
    name: record.urn.endsWith(own) ? `${project}-${to}` : record.name,
    parent: urn(record.parent),
    provider: urn(record.provider),
    deletedWith: urn(record.deletedWith),
    dependencies: record.dependencies.map(urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(record.propertyDependencies).map(([name, urns]) => [name, urns.map(urn)]),
    ),
    ...(record.replaceWith === undefined ? {} : { replaceWith: record.replaceWith.map(urn) }),
  };
}
