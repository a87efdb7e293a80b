import { OWNER, type RoleCaller } from "../../aws/caller.ts";
import type { Call } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Executor } from "../execution/executor.ts";
import type { Outcome } from "../execution/invocation.ts";
import type { Functions } from "../functions.ts";
import { newTraceId } from "../trace-id.ts";
import type { Mapping } from "./mapping.ts";

/** What pollers use. */
export interface PollerContext {
  readonly environment: Environment;
  readonly functions: Functions;
  readonly executor: Executor;
}

/** Brings events of one mapping to its function. */
export interface Poller {
  start(): void;
  /** Goes on with other settings of the same mapping. */
  change(mapping: Mapping): void;
  /** Takes nothing more; a batch that is being handled is handled to its end. */
  stop(): void;
}

/**
 * The role of a mapping's function, which its pollers act as. Without `lambda:SourceFunctionArn`: that key comes only
 * with calls the function itself makes (LDG/permissions-source-function-arn).
 *
 * @throws AwsError when the function has gone or its role cannot be assumed.
 */
export function pollerRole({ functions, executor }: PollerContext, mapping: Mapping): RoleCaller {
  const { latest } = functions.get({ name: mapping.functionName, qualifier: undefined });
  return executor.assumeRole(mapping.functionName, latest.role);
}

/**
 * Hands a batch to a mapping's function.
 *
 * @throws AwsError when the function is throttled or has gone.
 */
export async function invokeWith(context: PollerContext, mapping: Mapping, event: JsonObject): Promise<Outcome> {
  const { environment, functions, executor } = context;
  const { clock, ids } = environment;
  const reference = { name: mapping.functionName, qualifier: mapping.qualifier };
  const hold = clock.hold();
  try {
    const requestId = ids.uuid();
    const call: Call = { caller: OWNER, requestId, hold };
    const payload = JSON.stringify(event);
    return await executor.run(
      functions.resolve(reference, () => ids.random()),
      {
        ...{ requestId, event: payload, traceId: newTraceId(environment), clientContext: undefined, call, tail: false },
      },
    );
  } finally {
    hold.release();
  }
}
