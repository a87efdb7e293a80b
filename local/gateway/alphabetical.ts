import type { Service } from "../aws/service.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { CONTROL_WIRE } from "./control-wire.ts";

/** Members whose keys are the client's own, and keep their order. */
const MAPS: ReadonlySet<string> = new Set(CONTROL_WIRE.maps);

/**
 * A service whose answers have their members in alphabetical order: the order of API Gateway's service model and of the
 * answers that the AWS CLI's documentation shows.
 */
export function alphabetical(service: Service): Service {
  const operations = [...service.operations].map(
    ([name, operation]) =>
      [
        name,
        {
          ...operation,
          run: async (...args: Parameters<typeof operation.run>) => sorted(await operation.run(...args)),
        },
      ] as const,
  );
  return { ...service, operations: new Map(operations) };
}

function sorted(answer: JsonObject): JsonObject {
  const members = Object.entries(answer).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    members.map(([name, member]) => [name, MAPS.has(name) && isObject(member) ? mapped(member) : ordered(member)]),
  );
}

function mapped(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, ordered(value)]));
}

function ordered(value: Json | undefined): Json | undefined {
  if (isObject(value)) return sorted(value);
  return Array.isArray(value) ? value.map((item: Json) => ordered(item) ?? null) : value;
}
