import { parentPort } from "node:worker_threads";
import { seededIds } from "../../ids.ts";
import { EvaluationError } from "./evaluation-error.ts";
import type { EvaluationAnswer, EvaluationRequest } from "./evaluation-threads.ts";
import { LIMIT_TEXTS, LONGEST_CALL_MS } from "./limits.ts";
import { ELSEWHERE_BOUNDS, RunawayGuard } from "./runaway-guard.ts";
import { Sandbox } from "./sandbox.ts";
import { TakesLong } from "./takes-long.ts";
import { toJson } from "./to-json.ts";

/** The thread's own side of {@link evaluateElsewhere}: one request after the other. */
const sandbox = new Sandbox();

function answerTo({ text, bindings, now, seed }: EvaluationRequest): EvaluationAnswer {
  try {
    const expression = sandbox.compile(text);
    const guard = new RunawayGuard(expression, ELSEWHERE_BOUNDS);
    const sources = { clock: { now: () => now }, ids: seededIds(seed) };
    return { result: toJson(sandbox.evaluate(expression, bindings, sources, guard, LONGEST_CALL_MS)) };
  } catch (error) {
    if (error instanceof TakesLong) return { kind: "bound", message: LIMIT_TEXTS.time };
    const { kind, message } = EvaluationError.of(error);
    return { kind, message };
  }
}

parentPort?.on("message", (request: EvaluationRequest) => parentPort?.postMessage(answerTo(request)));
