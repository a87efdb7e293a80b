import type { Service } from "../aws/service.ts";
import { javaDates } from "./java-dates.ts";
import { jsonProtocol } from "./json-protocol.ts";
import type { Protocol } from "./protocol.ts";
import { queryProtocol } from "./query-protocol.ts";
import { type RestProtocol, restProtocol } from "./rest-protocol.ts";

/** A service and the protocol that a request speaks to it. */
export interface Entry<P extends Protocol = Protocol> {
  readonly service: Service;
  readonly protocol: P;
}

/** The services by everything that a request may name them with. */
export interface Directory {
  /** By the part of `X-Amz-Target` before its last dot. */
  readonly byTarget: ReadonlyMap<string, Entry>;
  /** By signing name and by version: the services that answer forms. */
  readonly byForm: ReadonlyMap<string, Entry>;
  /** By signing name: the services that answer REST calls. */
  readonly bySigningName: ReadonlyMap<string, readonly Entry<RestProtocol>[]>;
  readonly rest: readonly Entry<RestProtocol>[];
  /** For messages: the ids of what is served. */
  readonly ids: readonly string[];
}

/** The services behind DynamoDB's front end. */
const DYNAMODB = new Set(["dynamodb", "dynamodbstreams"]);

/** Compiles the wire formats of all services. */
export function directoryOf(services: ReadonlyMap<string, Service>): Directory {
  const byTarget = new Map<string, Entry>();
  const byForm = new Map<string, Entry>();
  const bySigningName = new Map<string, Entry<RestProtocol>[]>();
  const rest: Entry<RestProtocol>[] = [];
  for (const service of services.values()) {
    const { wire, id } = service;
    switch (wire.protocol) {
      case "json": {
        byTarget.set(wire.targetPrefix, { service, protocol: jsonProtocol(wire, DYNAMODB.has(id), javaDates(id)) });
        if (wire.query === undefined) break;
        const entry = { service, protocol: queryProtocol(wire.query) };
        byForm.set(wire.signingName, entry).set(wire.query.version, entry);
        break;
      }
      case "query": {
        const entry = { service, protocol: queryProtocol(wire) };
        byForm.set(wire.signingName, entry).set(wire.version, entry);
        break;
      }
      case "rest-json":
      case "rest-xml": {
        const entry = { service, protocol: restProtocol(id, wire) };
        rest.push(entry);
        bySigningName.set(wire.signingName, [...(bySigningName.get(wire.signingName) ?? []), entry]);
        break;
      }
      default: {
        const never: never = wire;
        throw new Error(`unknown wire format ${JSON.stringify(never)}`);
      }
    }
  }
  return { byTarget, byForm, bySigningName, rest, ids: [...services.keys()].sort() };
}
