import type { Configuration } from "../function.ts";

/** What a REPORT line is made of. Durations in milliseconds, memory in megabytes. */
export interface Report {
  readonly requestId: string;
  readonly duration: number;
  /** Only for the first invocation of an environment. */
  readonly initDuration: number | undefined;
  readonly maxMemory: number;
  readonly status: "success" | "error" | "timeout" | "failure";
  readonly errorType: string | undefined;
}

/** Lambda's own lines in a function's log, in the form its log format asks for (LDG/monitoring-cloudwatchlogs-logformat). */
export class PlatformLog {
  readonly #json: boolean;
  readonly #quiet: boolean;
  readonly #version: string;
  readonly #memorySize: number;
  readonly #runtimeArn: string;
  readonly #runtime: string;

  constructor({ logging, version, memorySize, runtime }: Configuration, region: string) {
    this.#json = logging.LogFormat === "JSON";
    // In JSON only WARN leaves these lines out; text has no levels.
    this.#quiet = this.#json && logging.SystemLogLevel === "WARN";
    this.#version = version;
    this.#memorySize = memorySize;
    // The hash of AWS's build differs by region and release; the local runtime names itself.
    this.#runtimeArn = `arn:aws:lambda:${region}::runtime:local`;
    this.#runtime = runtime.replace(/^nodejs(\d+)\.x$/, "nodejs:$1.local");
  }

  initStart(now: number): string[] {
    if (!this.#json) return [`INIT_START Runtime Version: ${this.#runtime}\tRuntime Version ARN: ${this.#runtimeArn}`];
    return this.#event(now, "platform.initStart", {
      initializationType: "on-demand",
      phase: "init",
      runtimeVersion: this.#runtime,
      runtimeVersionArn: this.#runtimeArn,
    });
  }

  start(now: number, requestId: string): string[] {
    if (!this.#json) return [`START RequestId: ${requestId} Version: ${this.#version}`];
    return this.#event(now, "platform.start", { requestId, version: this.#version });
  }

  report(now: number, report: Report): string[] {
    const { requestId, duration, initDuration, maxMemory, status, errorType } = report;
    const billed = Math.ceil(duration + (initDuration ?? 0));
    if (this.#json) {
      const metrics = {
        durationMs: round(duration),
        billedDurationMs: billed,
        memorySizeMB: this.#memorySize,
        maxMemoryUsedMB: maxMemory,
        ...(initDuration === undefined ? {} : { initDurationMs: round(initDuration) }),
      };
      return this.#event(now, "platform.report", {
        requestId,
        metrics,
        status,
        ...(errorType === undefined ? {} : { errorType }),
      });
    }
    const fields = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${billed} ms`,
      `Memory Size: ${this.#memorySize} MB`,
      `Max Memory Used: ${maxMemory} MB`,
      ...(initDuration === undefined ? [] : [`Init Duration: ${initDuration.toFixed(2)} ms`]),
      ...(status === "timeout" ? ["Status: timeout"] : []),
      ...(status === "failure" ? [`Status: error`, `Error Type: ${errorType}`] : []),
    ];
    return [`END RequestId: ${requestId}`, `${fields.join("\t")}\t`];
  }

  #event(now: number, type: string, record: object): string[] {
    return this.#quiet ? [] : [JSON.stringify({ time: new Date(now).toISOString(), type, record })];
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
