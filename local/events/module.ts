import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constrained, type Demands } from "../aws/model-constraints.ts";
import { defineService } from "../aws/service.ts";
import type { CreateModule, Environment, Module } from "../module.ts";
import { network, type Outside } from "../outside.ts";
import { eventConnection } from "../provider/resources/event-connection.ts";
import { eventHandlers } from "../provider/resources/events.ts";
import { EventBuses } from "./buses.ts";
import { Connections } from "./connections/connections.ts";
import { brokenModel } from "./errors.ts";
import { awaitConnection } from "./operations/await-connection.ts";
import { createConnection } from "./operations/create-connection.ts";
import { createEventBus } from "./operations/create-event-bus.ts";
import { deauthorizeConnection } from "./operations/deauthorize-connection.ts";
import { deleteConnection } from "./operations/delete-connection.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeConnection } from "./operations/describe-connection.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listConnections } from "./operations/list-connections.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { reportRefusedCredentials } from "./operations/report-refused-credentials.ts";
import { retrieveConnectionCredentials } from "./operations/retrieve-connection-credentials.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateConnection } from "./operations/update-connection.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";

const ABOUT = {
  id: "events",
  wire: { protocol: "json", version: "1.1", targetPrefix: "AWSEvents", signingName: "events" },
} as const;

/** What the service's model demands of requests; those about connections are checked where they are taken. */
const MODEL: Readonly<Record<string, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "model.json"), "utf8"),
);

/** Credentials are asked for by services only: nothing on the wire leads here. */
const CREDENTIALS = {
  id: "events-credentials",
  wire: { protocol: "rest-json", signingName: "events-credentials", routes: [] },
} as const;

/** Amazon EventBridge: buses, rules and their targets, and connections to HTTP endpoints. */
export const createEvents: CreateModule = (environment) => createEventsWith(environment, network());

/**
 * The same with another way to reach authorization servers.
 *
 * @param outside instead of the network.
 */
export function createEventsWith(environment: Environment, outside: Outside): Module {
  const connections = new Connections(environment, outside);
  const aboutBuses = [
    createEventBus,
    deleteEventBus,
    deleteRule,
    describeEventBus,
    describeRule,
    disableRule,
    enableRule,
    listEventBuses,
    listRuleNamesByTarget,
    listRules,
    listTagsForResource,
    listTargetsByRule,
    putEvents,
    putPermission,
    putRule,
    putTargets,
    removePermission,
    removeTargets,
    tagResource,
    testEventPattern,
    untagResource,
    updateEventBus,
  ] as const;
  const ofBuses = defineService(ABOUT, new EventBuses(environment), constrained(aboutBuses, MODEL, brokenModel));
  const aboutConnections = [
    createConnection,
    deauthorizeConnection,
    deleteConnection,
    describeConnection,
    listConnections,
    updateConnection,
  ] as const;
  const ofConnections = defineService(ABOUT, connections, constrained(aboutConnections, MODEL, brokenModel));
  return {
    services: [
      { ...ABOUT, operations: new Map([...ofBuses.operations, ...ofConnections.operations]) },
      defineService(CREDENTIALS, connections, [
        awaitConnection,
        reportRefusedCredentials,
        retrieveConnectionCredentials,
      ]),
    ],
    handlers: [...eventHandlers, eventConnection],
    resume: async () => connections.resume(),
  };
}
