import { fileURLToPath } from "node:url";
import { createRouter } from "../../../local/aws/router.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import { configurationOf } from "../../../local/engine/configuration.ts";
import { createEngine, type RunOptions, type RunResult } from "../../../local/engine/engine.ts";
import type { EngineEvent, EngineOperation } from "../../../local/engine/events.ts";
import { readProject } from "../../../local/engine/project.ts";
import { seededIds } from "../../../local/ids.ts";
import type { Json } from "../../../local/json.ts";
import { SILENT } from "../../../local/log.ts";
import type { Environment } from "../../../local/module.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import type { Collection, Storage } from "../../../local/storage.ts";
import type { FakeCloud } from "./fake-cloud.ts";

/** Programs start twice as fast when their code has been compiled before. */
const compileCache = fileURLToPath(new URL("../../../node_modules/.cache/node", import.meta.url));

/** A fixture program's folder. */
export const PROGRAM = fileURLToPath(new URL("../../fixtures/programs/orders", import.meta.url));

/** A storage that outlives engines, but not the test. */
export function keepingStorage(): Storage {
  const collections = new Map<string, Map<string, Json>>();
  const collection = (name: string): Collection => {
    const documents = collections.get(name) ?? new Map<string, Json>();
    collections.set(name, documents);
    return {
      entries: () => [...documents],
      put: (key, value) => {
        documents.set(key, structuredClone(value));
      },
      delete: (key) => {
        documents.delete(key);
      },
    };
  };
  return { directory: undefined, collection, flush: () => undefined, close: () => undefined };
}

/** An environment without services. */
export function environment(storage: Storage = keepingStorage()): Environment {
  const scope = { partition: "aws", region: "us-east-1", account: "000000000000" };
  const clock = virtualClock();
  const ids = seededIds();
  const aws = createRouter({ scope, clock, ids, log: SILENT });
  return { clock, ids, log: SILENT, scope, storage, aws, endpointUrl: "http://localhost:4900" };
}

/** What one run told and gave. */
export interface Ran extends RunResult {
  readonly events: readonly EngineEvent[];
  /** Errors and warnings, as told. */
  readonly complaints: readonly string[];
  /** `create Table orders-table`, of every step but those that change nothing. */
  readonly steps: readonly string[];
}

/** A stack of the fixture program over a fake cloud. */
export function stackOf(cloud: FakeCloud, storage: Storage = keepingStorage()) {
  const project = readProject(PROGRAM);
  const environmentOfStack = environment(storage);
  const provider = createProvider(cloud.registry, environmentOfStack);
  return async (
    operation: EngineOperation,
    version: string,
    signal?: AbortSignal,
    options: Partial<RunOptions> = {},
  ): Promise<Ran> => {
    const configuration = configurationOf(project, "test", { version });
    const engine = createEngine({
      environment: environmentOfStack,
      provider,
      project,
      stack: "test",
      configuration,
      compileCache,
    });
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent): void => {
      events.push(event);
      options.onEvent?.(event);
    };
    const result = await engine[operation]({ ...options, onEvent, signal });
    return { ...result, events, complaints: complaintsIn(events), steps: stepsIn(events) };
  };
}

function complaintsIn(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "diagnostic" && (event.severity === "error" || event.severity === "warning") ? [event.message] : [],
  );
}

function stepsIn(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "step-finished" && event.step.operation !== "same"
      ? [`${event.step.operation} ${event.step.type.split(":").at(-1)} ${event.step.name}`]
      : [],
  );
}
