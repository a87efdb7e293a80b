/** The type of the resource at the root of every stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
/** What the types of provider instances begin with. */
export const PROVIDER_TYPE_PREFIX = "pulumi:providers:";

/** What a URN is made of. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The parent's URN, or empty. */
  readonly parent: string;
  readonly type: string;
  readonly name: string;
}

/**
 * A resource's URN: `urn:pulumi:{stack}::{project}::{parent types}${type}::{name}`. The stack itself is left out of the
 * chain of parent types.
 */
export function createUrn(parts: UrnParts): string {
  const parentType = parts.parent === "" ? "" : qualifiedTypeOf(parts.parent);
  const chain = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
  return `urn:pulumi:${parts.stack}::${parts.project}::${chain}${parts.type}::${parts.name}`;
}

/** The type with those of its parents: `example:index:Orders$aws:dynamodb/table:Table`. */
export function qualifiedTypeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The resource's own type. */
export function typeOf(urn: string): string {
  return qualifiedTypeOf(urn).split("$").at(-1) ?? "";
}

/** The name that the program gave; it may contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** A provider instance as other resources refer to it: `{urn}::{id}`. */
export function parseProviderReference(reference: string): { urn: string; id: string } {
  const at = reference.lastIndexOf("::");
  return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
