import type { Hold } from "../clock/clock.ts";
import type { JsonObject } from "../json.ts";
import type { Caller } from "./caller.ts";
import type { AwsError } from "./error.ts";
import type { WireFormat } from "./wire.ts";

/** One thing that IAM must allow before an operation runs. */
export interface Permission {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN, as AWS builds it for the check; `*` where the action has no resource. */
  readonly resource: string;
  /** Condition keys that only the operation knows, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The resource's own policy document, where the resource has one. */
  readonly resourcePolicy?: string | undefined;
}

/** One call under way. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /** Keeps a virtual clock still while the operation runs; `hold.park` around anything that waits for time. */
  readonly hold: Hold;
  /** Aborted when the caller has gone away: a long poll ends then. */
  readonly signal?: AbortSignal | undefined;
  /** The `X-Amzn-Trace-Id` that an HTTP request came with. */
  readonly traceHeader?: string | undefined;
}

/**
 * One AWS operation: one file, named as the operation.
 *
 * `State` is the service's own state; `Input` and `Output` are the operation's shapes as the JSON protocol has them
 * (`Wire<PutItemCommandInput>`), whatever protocol the call came in by.
 */
export interface Operation<State, Input = JsonObject, Output = JsonObject> {
  /** As AWS spells it: `PutItem`. */
  readonly name: string;
  /** What IAM must allow; an empty list for operations that need no permission. */
  permissions(input: Input, state: State): readonly Permission[];
  /** Does it, or throws an {@link AwsError}. */
  run(input: Input, call: Call, state: State): Output | Promise<Output>;
}

/** An operation with its state bound and its shapes forgotten: what the router and the endpoint see. */
export interface BoundOperation {
  readonly name: string;
  permissions(input: JsonObject): readonly Permission[];
  run(input: JsonObject, call: Call): JsonObject | Promise<JsonObject>;
}

/** A service: its operations and how its clients speak. */
export interface Service {
  /** The name IAM and the Step Functions SDK integrations use, and the key of the router: `dynamodb`, `states`, `execute-api`. */
  readonly id: string;
  readonly wire: WireFormat;
  readonly operations: ReadonlyMap<string, BoundOperation>;
  /** The service's own wording of a refusal by IAM; `AccessDeniedException` with status 400 unless given. */
  denied?(message: string, permission: Permission): AwsError;
}

/** A service but for what it does: how it is called and how its clients speak. */
export type About = Omit<Service, "operations">;

/**
 * Binds operations to the service's state. Each operation has shapes of its own, which is why the list forgets them:
 * the wire carries JSON, and the operation validates what it is given.
 */
export function defineService<State>(
  about: About,
  state: State,
  operations: readonly Operation<State, never, object>[],
): Service {
  const bound = new Map<string, BoundOperation>();
  for (const operation of operations) {
    bound.set(operation.name, {
      name: operation.name,
      permissions: (input) => operation.permissions(input as never, state),
      run: (input, call) => operation.run(input as never, call, state) as JsonObject | Promise<JsonObject>,
    });
  }
  return { ...about, operations: bound };
}
