import type { ResourceRecord } from "../../engine/state/state.ts";
import { nameOf, typeOf } from "../../engine/state/urn.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { decodeProperties, encodeProperties } from "../../provider/property-bag.ts";
import { EXIT, Refusal } from "../refusal.ts";

const ENCODE = { secrets: true, assetContents: false } as const;
const DECODE = { assetsFrom: "/" } as const;

/** A resource as `pulumi stack export` has it (`apitype.ResourceV3`), and `generation`, which is this engine's own. */
export function checkpointResource(record: ResourceRecord): JsonObject {
  const { urn, custom, type, id, parent, dependencies, propertyDependencies, provider } = record;
  const { replaceWith, replacementTrigger, generation, deletedWith, importId } = record;
  return {
    urn,
    custom,
    ...(id === "" ? {} : { id }),
    type,
    ...(record.pendingDelete ? { delete: true } : {}),
    inputs: encodeProperties(record.inputs, ENCODE),
    outputs: encodeProperties(record.outputs, ENCODE),
    ...(parent === "" ? {} : { parent }),
    ...(record.protect ? { protect: true } : {}),
    ...(record.external ? { external: true } : {}),
    dependencies,
    propertyDependencies: { ...propertyDependencies },
    ...(provider === "" ? {} : { provider }),
    ...(record.pendingReplacement ? { pendingReplacement: true } : {}),
    ...(record.retainOnDelete ? { retainOnDelete: true } : {}),
    ...(deletedWith === "" ? {} : { deletedWith }),
    ...(importId === undefined ? {} : { importID: importId }),
    ...(replaceWith === undefined ? {} : { replaceWith }),
    ...(replacementTrigger === undefined ? {} : { replacementTrigger }),
    ...(generation === 0 ? {} : { generation }),
  };
}

/**
 * Reads what {@link checkpointResource} wrote, or the CLI.
 *
 * @param prefix what the URNs of the stack begin with.
 * @throws Refusal naming what is no resource, or one of another stack.
 */
export function recordOfCheckpoint(json: Json, index: number, prefix: string): ResourceRecord {
  if (!isObject(json)) throw new Refusal(`resource ${index} of the state is no object`, EXIT.usage);
  const urn = text(json["urn"]);
  if (!urn.startsWith(prefix)) {
    throw new Refusal(`resource ${index} of the state, ${JSON.stringify(urn)}, is not of this stack`, EXIT.usage);
  }
  const { replaceWith, replacementTrigger, generation, importID: importId } = json;
  return {
    urn,
    type: typeOf(urn),
    name: nameOf(urn),
    custom: json["custom"] === true,
    external: json["external"] === true,
    id: text(json["id"]),
    parent: text(json["parent"]),
    inputs: decodeProperties(objectOf(json["inputs"]), DECODE),
    outputs: decodeProperties(objectOf(json["outputs"]), DECODE),
    dependencies: texts(json["dependencies"]),
    propertyDependencies: Object.fromEntries(
      Object.entries(objectOf(json["propertyDependencies"])).map(([name, urns]) => [name, texts(urns)]),
    ),
    provider: text(json["provider"]),
    protect: json["protect"] === true,
    retainOnDelete: json["retainOnDelete"] === true,
    deletedWith: text(json["deletedWith"]),
    ...(typeof importId === "string" ? { importId } : {}),
    ...(replaceWith === undefined ? {} : { replaceWith: texts(replaceWith) }),
    ...(typeof replacementTrigger === "string" ? { replacementTrigger } : {}),
    generation: typeof generation === "number" ? generation : 0,
    order: index + 1,
    pendingDelete: json["delete"] === true,
    pendingReplacement: json["pendingReplacement"] === true,
  };
}

function text(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}

function texts(json: Json | undefined): readonly string[] {
  return Array.isArray(json) ? json.map((each: Json) => text(each)) : [];
}

function objectOf(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}
