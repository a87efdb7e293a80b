import type { Clock } from "../clock/clock.ts";
import type { Ids } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { Log } from "../log.ts";
import type { AssumeRole, Aws, CallOptions, Credentials, RoleSession } from "./aws.ts";
import type { Caller, RoleCaller, Scope } from "./caller.ts";
import { type CheckInput, inputCheck } from "./check-input.ts";
import { AwsError, FRAMEWORK, frameworkError } from "./error.ts";
import type { BoundOperation, Permission, Service } from "./service.ts";
import { withoutNulls } from "./without-nulls.ts";

/** What the router needs of IAM and STS. */
export interface Guard {
  /** Whether `caller` may; a refusal carries AWS's text and a line for the log that says how to mend it. */
  authorize(
    caller: Caller,
    permission: Permission,
  ): { allowed: true } | { allowed: false; message: string; hint: string };
  /** @throws AwsError `AccessDenied` when the role is missing or its trust policy refuses. */
  assumeRole(request: AssumeRole): RoleCaller;
  issueCredentials(session: RoleSession): Credentials;
  resolveCredentials(accessKeyId: string): RoleSession | undefined;
}

export interface RouterOptions {
  readonly scope: Scope;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The router: services register with it, and every call from one to another goes through it. */
export interface Router extends Aws {
  register(service: Service): void;
  /** Sets who judges; before that only the account's owner may call. */
  guardWith(guard: Guard): void;
}

/** Makes the one door between the services. */
export function createRouter(options: RouterOptions): Router {
  const { scope, clock, ids, log } = options;
  const services = new Map<string, Service>();
  const checks = new Map<string, CheckInput>();
  const { guardWith, judge, refusal, authorize } = judgement(log);

  const find = (serviceId: string, name: string): { service: Service; operation: BoundOperation } => {
    const service = services.get(serviceId);
    const operation = service?.operations.get(name);
    if (service !== undefined && operation !== undefined) return { service, operation };
    const message = `${serviceId}:${name} is not served by the local runtime.`;
    throw new AwsError("UnknownOperationException", message, { namespace: FRAMEWORK });
  };

  return {
    scope,
    register: (service) => {
      services.set(service.id, service);
      const check = inputCheck(service.id);
      if (check !== undefined) checks.set(service.id, check);
    },
    guardWith,
    services: () => services,
    assumeRole: (request) => judge().assumeRole(request),
    refusal,
    issueCredentials: (session) => judge().issueCredentials(session),
    resolveCredentials: (accessKeyId) => judge().resolveCredentials(accessKeyId),
    call: async (serviceId: string, name: string, given: JsonObject, call: CallOptions) => {
      const { service, operation } = find(serviceId, name);
      checks.get(serviceId)?.(given, name);
      const input = withoutNulls(given);
      const hold = clock.hold(call.parent?.hold);
      try {
        if (call.caller.kind !== "account") {
          for (const permission of permissionsOf(operation, input)) authorize(service, call.caller, permission);
        }
        return await operation.run(input, {
          caller: call.caller,
          requestId: call.requestId ?? ids.uuid(),
          hold,
          signal: call.signal,
          traceHeader: call.traceHeader,
        });
      } finally {
        hold.release();
      }
    },
  };
}

/** Asks the guard who may do what, and says in the log why somebody may not. */
function judgement(log: Log) {
  let guard: Guard | undefined;
  const judge = (): Guard => {
    if (guard === undefined) throw new Error("the router has no guard yet: call guardWith() before the first call");
    return guard;
  };
  const refusal = (caller: Caller, permission: Permission): string | undefined => {
    if (caller.kind === "account") return undefined;
    const decision = judge().authorize(caller, permission);
    if (decision.allowed) return undefined;
    log.warn(decision.hint);
    return decision.message;
  };
  const authorize = (service: Service, caller: Caller, permission: Permission): void => {
    const message = refusal(caller, permission);
    if (message === undefined) return;
    throw service.denied?.(message, permission) ?? frameworkError("AccessDeniedException", message);
  };
  const guardWith = (next: Guard): void => {
    guard = next;
  };
  return { guardWith, judge, refusal, authorize };
}

/**
 * What a call needs to be allowed. Services that check types in their own words do so after IAM has been asked, and a
 * member of another type than the model's can trip the question up.
 *
 * @throws AwsError `SerializationException` for such a member.
 */
function permissionsOf(operation: BoundOperation, input: JsonObject): readonly Permission[] {
  const unreadable = (why: string): AwsError =>
    frameworkError("SerializationException", `${operation.name} was asked with a member of the wrong type: ${why}`);
  let permissions: readonly Permission[];
  try {
    permissions = operation.permissions(input);
  } catch (error) {
    throw error instanceof TypeError ? unreadable(error.message) : error;
  }
  if (permissions.every(({ resource }) => typeof resource === "string")) return permissions;
  throw unreadable("what it is about is no text");
}
