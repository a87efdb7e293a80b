import { OWNER } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import type { FunctionVersion } from "./edge-state.ts";
import { createSandbox, type FunctionRun, type Sandbox } from "./sandbox.ts";

/** Runs functions, each version in a sandbox of its own that is made at its first request. */
export class FunctionRunner {
  readonly #environment: Environment;
  readonly #sandboxes = new Map<string, Promise<Sandbox>>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** @throws FunctionFailure when it throws, does not compile or takes too long. */
  async run(name: string, version: FunctionVersion, event: JsonObject): Promise<FunctionRun> {
    const run = await this.test(version, event);
    this.#writeLogs(name, run.logs, event);
    return run;
  }

  /** The same, without a word in the function's log group. */
  async test(version: FunctionVersion, event: JsonObject): Promise<FunctionRun> {
    let sandbox = this.#sandboxes.get(version.etag);
    if (sandbox === undefined) {
      sandbox = createSandbox(version.code, () => performance.now());
      this.#sandboxes.set(version.etag, sandbox);
    }
    try {
      return (await sandbox).run(event);
    } catch (error) {
      // Whatever state a failed run left behind, the next one does not see it.
      this.forget(version);
      throw error;
    }
  }

  /** Drops a version's sandbox. */
  forget(version: FunctionVersion): void {
    const sandbox = this.#sandboxes.get(version.etag);
    this.#sandboxes.delete(version.etag);
    sandbox?.then((made) => made.dispose()).catch(() => undefined);
  }

  /**
   * `console.log` goes to `/aws/cloudfront/function/NAME`, which CloudFront makes by itself, between a START and an END
   * line and each with the request's id in front (CFDG/edge-functions-logs).
   */
  #writeLogs(name: string, logs: readonly string[], event: JsonObject): void {
    if (logs.length === 0) return;
    const { aws, clock, ids, log } = this.#environment;
    const { distributionId, requestId } = event["context"] as { distributionId: string; requestId: string };
    const logGroupName = `/aws/cloudfront/function/${name}`;
    const today = new Date(clock.now());
    const day = `${today.getUTCFullYear()}/${today.getUTCMonth() + 1}/${today.getUTCDate()}`;
    const logStreamName = `${day}/${ids.uuid()}`;
    const lines = [`START DistributionID: ${distributionId}`, ...logs, "END"];
    const logEvents = lines.map((line) => ({ timestamp: clock.now(), message: `${requestId} ${line}` }));
    const call = async (operation: string, input: JsonObject): Promise<void> => {
      await aws.call("logs", operation, input, { caller: OWNER });
    };
    const write = async (): Promise<void> => {
      await call("CreateLogGroup", { logGroupName }).catch((error: unknown) => {
        if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
      });
      await call("CreateLogStream", { logGroupName, logStreamName });
      await call("PutLogEvents", { logGroupName, logStreamName, logEvents });
    };
    write().catch((error: unknown) => {
      log.warn(
        `cloudfront: the log of function ${name} was not kept: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  stop(): void {
    for (const sandbox of this.#sandboxes.values()) sandbox.then((made) => made.dispose()).catch(() => undefined);
    this.#sandboxes.clear();
  }
}
