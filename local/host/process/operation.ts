import type { Engine } from "../../engine/engine.ts";
import type { EngineEvent } from "../../engine/events.ts";
import { BindingPlan, RecordedPlan } from "../../engine/plan.ts";
import type { SelectionOptions } from "../../engine/selection.ts";
import { isObject } from "../../json.ts";
import type { Log } from "../../log.ts";
import { countedChanges } from "../report/engine-event.ts";
import { importedCode } from "../report/imported-code.ts";
import { Creates } from "./creates.ts";
import type { Programs } from "./programs.ts";
import type { OperationAnswer, OperationRequest } from "./protocol.ts";
import { createReport } from "./report.ts";

/** What an operation works on, and whom it tells. */
export interface OperationContext {
  readonly engine: Engine;
  readonly programs: Programs;
  readonly stack: string;
  /** Ends the operation after what is under way. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly write: (stream: "stdout" | "stderr", text: string) => void;
}

/** Runs an operation on the stack's engine and reports it. */
export async function operate(request: OperationRequest, context: OperationContext): Promise<OperationAnswer> {
  const { engine, stack, signal, log, write } = context;
  const { project, configuration, program, rehearsal } = context.programs;
  const { operation, eventLog, previewOnly, imports, refresh, runProgram, continueOnError, parallel } = request;
  const report = createReport({ engine, request, stack, eventLog, log, write });
  const creates = new Creates();
  const onEvent = (event: EngineEvent): void => {
    creates.note(event);
    report.onEvent(event);
  };
  const selection = selectionOf(request, engine);
  const plan = planOf(request);
  const what = { project, configuration, program, rehearsal, selection, plan, imports };
  const how = { refresh, runProgram, previewOnly, continueOnError, parallel, signal, onEvent };
  // Whoever listens to the events is told of their end, whatever becomes of the operation.
  const result = await engine[operation]({ ...what, ...how }).finally(() => report.close());
  return {
    succeeded: result.succeeded,
    cancelled: !result.succeeded && signal.aborted,
    resourceCount: engine.resources().length,
    changes: countedChanges(result.summary.changes),
    ...(plan instanceof RecordedPlan ? { plan: plan.toJson() } : {}),
    creates: creates.entries,
    code: importedCode(request, engine.resources(), stack, project.name),
  };
}

/** What is protected is left alone with `--exclude-protected`. */
function selectionOf({ selection, excludeProtected }: OperationRequest, engine: Engine): SelectionOptions {
  if (!excludeProtected) return selection;
  const guarded = engine.resources().filter((record) => record.protect && !record.pendingDelete);
  return { ...selection, excludes: [...(selection.excludes ?? []), ...guarded.map(({ urn }) => urn)] };
}

/** A plan that is made, or one that binds. */
function planOf({ plan, savesPlan }: OperationRequest): RecordedPlan | BindingPlan | undefined {
  if (isObject(plan)) return new BindingPlan(plan);
  return plan !== undefined || savesPlan ? new RecordedPlan() : undefined;
}
