import type { CompiledRoute } from "./compiled-route.ts";
import type { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";
import type { BackendReply } from "./integrations/backend.ts";

/**
 * Does what a route asks of a request: its model, its integration. A reply without waiting where none is needed.
 *
 * @throws Failure
 */
export function runRoute(exchange: Exchange, route: CompiledRoute): Promise<BackendReply> | BackendReply {
  exchange.answers = route.answers;
  route.validate?.(exchange);
  if (route.integration === undefined) {
    throw new Failure("internal", `the route ${route.key} has no integration: set its target, then deploy`);
  }
  return route.integration.run(exchange);
}

/** What went wrong, as a failure; a bug of the runtime is one too, and its stack goes to the log. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("internal", `the local runtime failed: ${error instanceof Error ? error.stack : String(error)}`);
}

/** Notes a failure for the logs. */
export function noteFailure(exchange: Exchange, failure: Failure): void {
  const { report } = exchange;
  report.status = failure.status;
  report.error = failure.frame;
  report.responseType = failure.responseType;
  report.validation = failure.validation;
}
