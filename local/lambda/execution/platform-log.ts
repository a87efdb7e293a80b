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

/** How an environment's start failed. */
export interface StartFailure {
  /** Milliseconds. */
  readonly duration: number;
  readonly status: "error" | "timeout";
  readonly errorType: string;
}

/** Levels of Lambda's own lines, from the most to the least talkative. */
const LEVELS = ["DEBUG", "INFO", "WARN"] as const;
type Level = (typeof LEVELS)[number];

/**
 * Lambda's own lines in a function's log, in the form its log format asks for (LDG/monitoring-cloudwatchlogs-logformat).
 * Only those in JSON have levels: what fails is at WARN (LDG/monitoring-cloudwatchlogs-log-level).
 */
export class PlatformLog {
  readonly #json: boolean;
  readonly #least: Level;
  readonly #version: string;
  readonly #memorySize: number;
  readonly #runtimeArn: string;
  readonly #runtime: string;

  constructor({ logging, version, memorySize, runtime }: Configuration, region: string) {
    this.#json = logging.LogFormat === "JSON";
    this.#least = logging.SystemLogLevel ?? "INFO";
    this.#version = version;
    this.#memorySize = memorySize;
    // The hash of AWS's build differs by region and release; the local runtime names itself.
    this.#runtimeArn = `arn:aws:lambda:${region}::runtime:local`;
    this.#runtime = runtime.replace(/^nodejs(\d+)\.x$/, "nodejs:$1.local");
  }

  initStart(now: number): string[] {
    if (!this.#json) return [`INIT_START Runtime Version: ${this.#runtime}\tRuntime Version ARN: ${this.#runtimeArn}`];
    return this.#event(now, "INFO", "platform.initStart", {
      initializationType: "on-demand",
      phase: "init",
      runtimeVersion: this.#runtime,
      runtimeVersionArn: this.#runtimeArn,
    });
  }

  /** An environment has started: known in JSON only, at DEBUG. @param duration in milliseconds. */
  initDone(now: number, duration: number): string[] {
    if (!this.#json) return [];
    const record = { initializationType: "on-demand", phase: "init", status: "success" };
    return [
      ...this.#event(now, "DEBUG", "platform.initRuntimeDone", record),
      ...this.#event(now, "DEBUG", "platform.initReport", { ...record, metrics: { durationMs: round(duration) } }),
    ];
  }

  /** An environment could not start (LDG/lambda-runtime-environment, failures during the Init phase). */
  initFailed(now: number, { duration, status, errorType }: StartFailure): string[] {
    if (this.#json) {
      const record = { initializationType: "on-demand", phase: "init", status, errorType };
      return [
        ...this.#event(now, "WARN", "platform.initRuntimeDone", record),
        ...this.#event(now, "WARN", "platform.initReport", { ...record, metrics: { durationMs: round(duration) } }),
      ];
    }
    const why = status === "timeout" ? [] : [`Error Type: ${errorType}`];
    return [
      [`INIT_REPORT Init Duration: ${duration.toFixed(2)} ms`, "Phase: init", `Status: ${status}`, ...why].join("\t"),
    ];
  }

  start(now: number, requestId: string): string[] {
    if (!this.#json) return [`START RequestId: ${requestId} Version: ${this.#version}`];
    return this.#event(now, "INFO", "platform.start", { requestId, version: this.#version });
  }

  report(now: number, report: Report): string[] {
    const { requestId, duration, initDuration, maxMemory, status, errorType } = report;
    const billed = Math.ceil(duration + (initDuration ?? 0));
    if (this.#json) {
      const failure = errorType === undefined ? {} : { errorType };
      const done = { requestId, status, ...failure, metrics: { durationMs: round(duration) } };
      const metrics = {
        durationMs: round(duration),
        billedDurationMs: billed,
        memorySizeMB: this.#memorySize,
        maxMemoryUsedMB: maxMemory,
        ...(initDuration === undefined ? {} : { initDurationMs: round(initDuration) }),
      };
      const succeeded = status === "success";
      return [
        ...this.#event(now, succeeded ? "DEBUG" : "WARN", "platform.runtimeDone", done),
        ...this.#event(now, succeeded ? "INFO" : "WARN", "platform.report", { requestId, metrics, status, ...failure }),
      ];
    }
    const fields = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${billed} ms`,
      `Memory Size: ${this.#memorySize} MB`,
      `Max Memory Used: ${maxMemory} MB`,
      ...(initDuration === undefined ? [] : [`Init Duration: ${initDuration.toFixed(2)} ms`]),
      ...(status === "timeout" ? ["Status: timeout"] : []),
      ...(errorType === undefined ? [] : [`Status: error`, `Error Type: ${errorType}`]),
    ];
    return [`END RequestId: ${requestId}`, `${fields.join("\t")}\t`];
  }

  #event(now: number, level: Level, type: string, record: object): string[] {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#least)) return [];
    return [JSON.stringify({ time: new Date(now).toISOString(), type, record })];
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
