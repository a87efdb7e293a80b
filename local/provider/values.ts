import { Archive, Asset } from "./assets.ts";

/**
 * A value of Pulumi's property model: JSON, and what JSON cannot say. Resources are written and compared in this form;
 * handlers see {@link plain} JavaScript values instead.
 */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | readonly PropertyValue[]
  | PropertyMap
  | Secret
  | Unknown
  | Asset
  | Archive
  | ResourceReference;

/** The properties of a resource, or a nested object. */
export interface PropertyMap {
  readonly [name: string]: PropertyValue | undefined;
}

/** A value that will be known only after the thing it comes from has been made. */
export class Unknown {
  readonly kind = "unknown";
}

/** The only unknown there is. */
export const UNKNOWN = new Unknown();

/** A value that must never be shown, and whose secrecy every copy inherits. */
export class Secret {
  readonly kind = "secret";
  readonly value: PropertyValue;

  constructor(value: PropertyValue) {
    this.value = value instanceof Secret ? value.value : value;
  }
}

/** A resource used as a value. */
export class ResourceReference {
  readonly kind = "resource";
  readonly urn: string;
  /** Undefined for components, {@link UNKNOWN} at preview. */
  readonly id: string | Unknown | undefined;

  constructor(urn: string, id: string | Unknown | undefined) {
    this.urn = urn;
    this.id = id;
  }
}

/** Tells objects and maps from every other kind of value. */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown) &&
    !(value instanceof Asset) &&
    !(value instanceof Archive) &&
    !(value instanceof ResourceReference)
  );
}

/** Tells lists from every other kind of value. */
export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** The value without the wrapper that keeps it secret. */
export function reveal(value: PropertyValue | undefined): PropertyValue | undefined {
  return value instanceof Secret ? value.value : value;
}

/** Whether any part of the value is not known yet. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  const inner = reveal(value);
  if (inner instanceof Unknown) return true;
  if (inner instanceof ResourceReference) return inner.id instanceof Unknown;
  if (isList(inner)) return inner.some(hasUnknown);
  return isMap(inner) && Object.values(inner).some(hasUnknown);
}

/** Whether any part of the value is secret. */
export function hasSecret(value: PropertyValue | undefined): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(hasSecret);
  return isMap(value) && Object.values(value).some(hasSecret);
}

/**
 * What a handler sees: secrets unwrapped, references as ids (what a provider that does not take references gets),
 * unknowns and absent properties left out; assets and archives as they are.
 */
export function plain(value: PropertyValue | undefined): unknown {
  const inner = reveal(value);
  if (inner instanceof Unknown) return undefined;
  if (inner instanceof ResourceReference) return inner.id instanceof Unknown ? undefined : (inner.id ?? inner.urn);
  if (isList(inner)) return inner.map(plain);
  if (!isMap(inner)) return inner;
  return plainMap(inner);
}

/** {@link plain} for a whole resource. */
export function plainMap(properties: PropertyMap): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    const inner = plain(value);
    if (inner !== undefined) result[name] = inner;
  }
  return result;
}

/**
 * Values that a handler or an invoke answered, as property values.
 *
 * @throws Error for what Pulumi cannot carry (functions, symbols, class instances that are no assets).
 */
export function fromPlain(value: unknown): PropertyValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Asset || value instanceof Archive || value instanceof Secret || value instanceof Unknown)
    return value;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === "object") return fromPlainMap(value);
  throw new Error(`a ${typeof value} cannot be a property of a resource`);
}

/** {@link fromPlain} for a whole resource; undefined members are left out. */
export function fromPlainMap(properties: object): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) result[name] = fromPlain(value);
  }
  return result;
}

/** Structural equality; secrecy does not count, `undefined` members are absent, assets are compared by content. */
export function equal(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  const a = reveal(left) ?? null;
  const b = reveal(right) ?? null;
  if (a === b) return true;
  if (a instanceof Unknown) return b instanceof Unknown;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (a instanceof Asset) return b instanceof Asset && a.hash === b.hash;
  if (a instanceof Archive) return b instanceof Archive && a.hash === b.hash;
  if (a instanceof ResourceReference) return b instanceof ResourceReference && a.urn === b.urn && a.id === b.id;
  if (!isMap(a) || !isMap(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => equal(a[name], b[name]));
}
