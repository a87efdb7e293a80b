import { isObject, type Json, type JsonObject } from "../../json.ts";
import { decodeProperties, encodeProperties } from "../../provider/property-bag.ts";
import type { PropertyMap } from "../../provider/values.ts";
import type { Collection } from "../../storage.ts";

/** A resource as the engine remembers it from run to run. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components and stacks. */
  readonly custom: boolean;
  /** Read, not made: never changed and never deleted. */
  readonly external: boolean;
  /** The provider's id; empty for components. */
  readonly id: string;
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `{urn}::{id}` of an explicit provider instance, or empty for the default one. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  /** The id that the program imported it by. */
  readonly importId?: string;
  /** It is replaced whenever one of these is. */
  readonly replaceWith?: readonly string[];
  /** A hash of the value whose change replaces the resource; undefined where there is none. */
  readonly replacementTrigger?: string;
  /** How often the resource has been replaced: part of the seed of its automatic name. */
  readonly generation: number;
  /** Resources come after all that they depend on; deletes go the other way. */
  readonly order: number;
  /** Replaced by a newer one of the same URN, and still to be deleted. */
  readonly pendingDelete: boolean;
  /** Deleted already so that its replacement can be made. */
  readonly pendingReplacement: boolean;
}

/**
 * The stack's resources. What a previous run left is read once; every change is written through.
 */
export class StackState {
  readonly #records = new Map<string, ResourceRecord>();
  readonly #collection: Collection | undefined;

  /** @param collection where the state is kept; undefined for a preview's copy. */
  constructor(collection: Collection | undefined) {
    this.#collection = collection;
    for (const [key, value] of collection?.entries() ?? []) this.#records.set(key, fromJson(value));
  }

  /** A copy that a preview may change without a trace. */
  fork(): StackState {
    const copy = new StackState(undefined);
    for (const [key, record] of this.#records) copy.#records.set(key, record);
    return copy;
  }

  /** The living resource of this URN. */
  get(urn: string): ResourceRecord | undefined {
    return this.#records.get(urn);
  }

  /** Every record, those still to be deleted included, each after all that it depends on. */
  all(): readonly ResourceRecord[] {
    return [...this.#records.values()].sort((a, b) => a.order - b.order);
  }

  /** The next place at the end of the order. */
  nextOrder(): number {
    let last = 0;
    for (const { order } of this.#records.values()) last = Math.max(last, order);
    return last + 1;
  }

  put(record: ResourceRecord): void {
    const kept = { ...record, inputs: withoutContents(record.inputs), outputs: withoutContents(record.outputs) };
    const key = keyOf(kept);
    this.#records.set(key, kept);
    this.#collection?.put(key, toJson(kept));
  }

  delete(record: ResourceRecord): void {
    const key = keyOf(record);
    this.#records.delete(key);
    this.#collection?.delete(key);
  }

  /** Gives a resource the URN that an alias led from; whatever referred to the old one follows. */
  rename(from: string, to: string): void {
    for (const record of this.all()) {
      const renamed = renameIn(record, from, to);
      if (renamed === record) continue;
      this.delete(record);
      this.put(renamed);
    }
  }
}

function keyOf(record: ResourceRecord): string {
  return record.pendingDelete ? `${record.urn}#${record.id}` : record.urn;
}

function renameIn(record: ResourceRecord, from: string, to: string): ResourceRecord {
  const swap = (urn: string): string => (urn === from ? to : urn);
  const provider = record.provider.startsWith(`${from}::`) ? to + record.provider.slice(from.length) : record.provider;
  const mentioned =
    [record.urn, record.parent, record.deletedWith, ...record.dependencies].includes(from) ||
    provider !== record.provider ||
    Object.values(record.propertyDependencies).some((urns) => urns.includes(from));
  if (!mentioned) return record;
  return {
    ...record,
    urn: swap(record.urn),
    parent: swap(record.parent),
    deletedWith: swap(record.deletedWith),
    provider,
    dependencies: record.dependencies.map(swap),
    propertyDependencies: Object.fromEntries(
      Object.entries(record.propertyDependencies).map(([name, urns]) => [name, urns.map(swap)]),
    ),
  };
}

const STATE = { secrets: true, assetContents: false } as const;
const FROM_STATE = { assetsFrom: "/" } as const;

/** A state keeps the hashes of assets, not the assets. */
function withoutContents(properties: PropertyMap): PropertyMap {
  return decodeProperties(encodeProperties(properties, STATE), FROM_STATE);
}

function toJson(record: ResourceRecord): Json {
  const { inputs, outputs, ...rest } = record;
  return {
    ...rest,
    propertyDependencies: { ...rest.propertyDependencies },
    inputs: encodeProperties(inputs, STATE),
    outputs: encodeProperties(outputs, STATE),
  };
}

/** What {@link toJson} wrote; a file of this runtime's own, so its shape is trusted. */
function fromJson(json: Json): ResourceRecord {
  if (!isObject(json)) throw new Error("the stack's state is damaged: remove the data directory to start afresh");
  const { inputs, outputs, ...rest } = json;
  return {
    ...(rest as Omit<ResourceRecord, "inputs" | "outputs">),
    inputs: decodeProperties(objectOf(inputs), FROM_STATE),
    outputs: decodeProperties(objectOf(outputs), FROM_STATE),
  };
}

function objectOf(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}
