import { Failure } from "../asl/failure.ts";
import type { TaskRequest } from "../asl/host.ts";
import type { Json } from "../json.ts";

/** A task that somebody outside will finish: the holder of its token. */
export interface PendingTask {
  readonly task: TaskRequest;
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
}

/** The tokens that are out. */
export interface Callbacks {
  /** Puts the task's token out; settles when it comes back, rejects when the attempt is not wanted any more. */
  wait(task: TaskRequest): Promise<Json>;
  /** The task of a token; undefined when nobody waits for it (any more). */
  find(token: string): PendingTask | undefined;
  forget(token: string): void;
}

/** Keeps the tokens of running tasks; a token that has been used is forgotten at once. */
export function createCallbacks(): Callbacks {
  const pending = new Map<string, PendingTask>();

  const wait = (task: TaskRequest): Promise<Json> => {
    const outcome = new Promise<Json>((resolve, reject) => {
      const gone = (): void => {
        pending.delete(task.taskToken);
        reject(task.signal.reason);
      };
      const settle = (): void => {
        pending.delete(task.taskToken);
        task.signal.removeEventListener("abort", gone);
      };
      task.signal.addEventListener("abort", gone, { once: true });
      pending.set(task.taskToken, {
        task,
        succeed: (output) => {
          settle();
          resolve(output);
        },
        fail: (error, cause) => {
          settle();
          reject(new Failure(error, cause));
        },
      });
    });
    // Whoever made the request may still be waiting for its answer when the token fails.
    outcome.catch(() => undefined);
    return outcome;
  };

  return { wait, find: (token) => pending.get(token), forget: (token) => pending.delete(token) };
}
