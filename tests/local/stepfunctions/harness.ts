import type { Caller, RoleCaller } from "../../../local/aws/caller.ts";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import { createRouter, type Guard, type Router } from "../../../local/aws/router.ts";
import type { BoundOperation, Call, Permission } from "../../../local/aws/service.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import { type Ids, seededIds } from "../../../local/ids.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Log } from "../../../local/log.ts";
import type { Module } from "../../../local/module.ts";
import { createStates } from "../../../local/stepfunctions/module.ts";
import { memoryStorage, type Storage } from "../../../local/storage.ts";

export const ACCOUNT = "123456789012";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/machine`;
export const PREFIX = `arn:aws:states:us-east-1:${ACCOUNT}:`;

/** A call that a fake service got. */
export interface SeenCall {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
  readonly caller: Caller;
}

/** Step Functions alone on a virtual clock, with whatever services a test puts beside it. */
export interface Harness {
  readonly router: Router;
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly module: Module;
  readonly seen: SeenCall[];
  readonly lines: string[];
  /** Actions that no policy allows. */
  readonly denied: Set<string>;
  /** Roles whose trust policy does not name Step Functions. */
  readonly untrusted: Set<string>;
  /** Calls Step Functions as the account's owner. */
  states(operation: string, input?: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** Puts a service beside it, whose operations answer as `answers` say. */
  serve(service: string, answers: Readonly<Record<string, (input: JsonObject, call: Call) => unknown>>): void;
  /** Creates a state machine and answers its ARN. */
  machine(definition: JsonObject, options?: JsonObject): Promise<string>;
  /** Starts an execution, lets time pass until nothing is left to do, and describes it. */
  run(definition: JsonObject, input?: unknown, options?: JsonObject): Promise<JsonObject>;
}

export function harness(options: { storage?: Storage; clock?: VirtualClock } = {}): Harness {
  const clock = options.clock ?? virtualClock();
  const ids = seededIds();
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log: Log = { debug: () => undefined, info: write, warn: write, error: write };
  const scope = { partition: "aws", region: "us-east-1", account: ACCOUNT };
  const router = createRouter({ scope, clock, ids, log });
  const denied = new Set<string>();
  const untrusted = new Set<string>();
  router.guardWith(guard(denied, untrusted));
  const storage = options.storage ?? memoryStorage();
  const environment = { clock, ids, log, scope, storage, aws: router, endpointUrl: "http://localhost:4900" };
  const module = createStates(environment);
  for (const service of module.services) router.register(service);
  const seen: SeenCall[] = [];

  const states: Harness["states"] = (operation, input = {}, signal) =>
    router.call("states", operation, input, { caller: OWNER, signal });

  const machine: Harness["machine"] = async (definition, more = {}) => {
    const input = { name: "m", roleArn: ROLE, definition: JSON.stringify(definition), ...more };
    return String((await states("CreateStateMachine", input))["stateMachineArn"]);
  };

  return {
    router,
    clock,
    ids,
    module,
    seen,
    lines,
    denied,
    untrusted,
    states,
    machine,
    serve: (service, answers) => {
      const operations = new Map<string, BoundOperation>();
      for (const [name, answer] of Object.entries(answers)) {
        operations.set(name, {
          name,
          permissions: () => [{ action: `${service}:${name}`, resource: "*" }],
          run: async (input, call) => {
            seen.push({ service, operation: name, input, caller: call.caller });
            return (await answer(input, call)) as JsonObject;
          },
        });
      }
      const wire = { protocol: "json", version: "1.0", targetPrefix: service, signingName: service } as const;
      router.register({ id: service, wire, operations });
    },
    run: async (definition, input = {}, more = {}) => {
      const stateMachineArn = await machine(definition, more);
      const { executionArn } = await states("StartExecution", { stateMachineArn, input: JSON.stringify(input) });
      await clock.idle();
      return states("DescribeExecution", { executionArn });
    },
  };
}

function guard(denied: ReadonlySet<string>, untrusted: ReadonlySet<string>): Guard {
  return {
    authorize: (caller: Caller, permission: Permission) => {
      if (!denied.has(permission.action)) return { allowed: true };
      const role = caller as RoleCaller;
      const user = `arn:aws:sts::${ACCOUNT}:assumed-role/${role.roleArn?.split("/").at(-1)}/${role.sessionName}`;
      return {
        allowed: false,
        message:
          `User: ${user} is not authorized to perform: ${permission.action} on resource: ${permission.resource} ` +
          `because no identity-based policy allows the ${permission.action} action`,
        hint: `allow ${permission.action}`,
      };
    },
    assumeRole: (request) => {
      if (untrusted.has(request.roleArn)) throw new AwsError("AccessDenied", "no", { status: 403 });
      return { kind: "role", roleArn: request.roleArn, sessionName: request.sessionName };
    },
    issueCredentials: () => ({ accessKeyId: "", secretAccessKey: "", sessionToken: "" }),
    // The fake STS gives the role's ARN for a key.
    resolveCredentials: (key) =>
      key === "" ? undefined : { caller: { kind: "role", roleArn: key, sessionName: "s" } },
  };
}

/** What a promise was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<AwsError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The types of an execution's events. */
export async function eventTypes(box: Harness, executionArn: unknown): Promise<string[]> {
  const { events } = await box.states("GetExecutionHistory", { executionArn: String(executionArn), maxResults: 1000 });
  return (events as unknown as { type: string }[]).map(({ type }) => type);
}
