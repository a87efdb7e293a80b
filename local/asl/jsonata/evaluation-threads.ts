import { Worker } from "node:worker_threads";
import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { EvaluationError, type EvaluationFailure } from "./evaluation-error.ts";
import { LIMIT_TEXTS, THREAD_MEMORY_MIB } from "./limits.ts";

/** An evaluation as a thread is asked for it. */
export interface EvaluationRequest {
  readonly text: string;
  readonly bindings: Readonly<Record<string, Json>>;
  /** Milliseconds since the epoch: time stands still while an expression is evaluated. */
  readonly now: number;
  /** For what the expression draws at random. */
  readonly seed: number;
}

/** What a thread answers. */
export type EvaluationAnswer =
  | { readonly result: Json | undefined }
  | { readonly kind: EvaluationFailure; readonly message: string };

interface Job {
  readonly request: EvaluationRequest;
  readonly answer: (answer: EvaluationAnswer) => void;
}

/** Who comes when all are busy waits: each is free again after some seconds at most. */
const MOST_THREADS = 2;

const waiting: Job[] = [];
const idle: Thread[] = [];
let threads = 0;

/**
 * Evaluates an expression from its beginning in a thread of its own, whose time and memory are bounded. The runtime's clock stands
 * still meanwhile, as it does for every evaluation.
 *
 * @throws EvaluationError
 */
export async function evaluateElsewhere(
  text: string,
  bindings: Readonly<Record<string, Json>>,
  { clock, ids }: ExpressionScope["host"],
): Promise<Json | undefined> {
  const hold = clock.hold();
  const request = { text, bindings, now: clock.now(), seed: Math.floor(ids.random() * 2 ** 32) };
  const answer = await new Promise<EvaluationAnswer>((resolve) => {
    waiting.push({ request, answer: resolve });
    serve();
  }).finally(() => hold.release());
  if ("kind" in answer) throw new EvaluationError(answer.kind, answer.message);
  return answer.result;
}

function serve(): void {
  const job = waiting[0];
  if (job === undefined) return;
  const thread = idle.pop() ?? (threads < MOST_THREADS ? new Thread() : undefined);
  if (thread === undefined) return;
  waiting.shift();
  thread.take(job);
}

/** A thread that does one evaluation after the other, and keeps no process alive while it has none. */
class Thread {
  readonly #worker: Worker;
  #job: Job | undefined;
  #failure: EvaluationAnswer = { kind: "internal", message: "The evaluation did not end" };

  constructor() {
    threads++;
    this.#worker = new Worker(new URL("evaluation-thread.ts", import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MIB },
    });
    this.#worker.on("message", (answer: EvaluationAnswer) => {
      idle.push(this);
      this.#worker.unref();
      this.#end(answer);
    });
    this.#worker.on("error", (error: Error & { readonly code?: string }) => {
      const memory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#failure = memory
        ? { kind: "bound", message: LIMIT_TEXTS.memory }
        : { kind: "internal", message: error.message };
    });
    this.#worker.on("exit", () => {
      threads--;
      const place = idle.indexOf(this);
      if (place >= 0) idle.splice(place, 1);
      this.#end(this.#failure);
    });
  }

  take(job: Job): void {
    this.#job = job;
    this.#worker.ref();
    this.#worker.postMessage(job.request);
  }

  #end(answer: EvaluationAnswer): void {
    const job = this.#job;
    this.#job = undefined;
    job?.answer(answer);
    serve();
  }
}
