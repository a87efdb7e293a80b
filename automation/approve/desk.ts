/** A task that a person has taken from an activity and not answered yet. */
export interface WaitingTask {
  /** By which the person calls it. */
  readonly number: number;
  /** The activity's name. */
  readonly activity: string;
  readonly token: string;
  /** What the workflow wants done: JSON. */
  readonly input: string;
}

/** What a person answers. */
export type Answer =
  | { readonly kind: "done"; readonly output: string }
  | { readonly kind: "refused"; readonly cause: string };

/** Whether a workflow still waited for the answer. */
export type Delivery = "delivered" | "gone";

/** What became of an answer: `unknown` has no task of its number, and `nameless` would fail the order. */
export type Outcome = Delivery | "unknown" | "nameless";

/** What the desk needs from Step Functions. */
export interface DeskPorts {
  /** Waits for a task, a minute at most. */
  take(activityArn: string): Promise<{ readonly token: string; readonly input: string } | undefined>;
  answer(token: string, answer: Answer): Promise<Delivery>;
  heartbeat(token: string): Promise<Delivery>;
}

/**
 * Tasks on a desk: taken from their activities as they come, kept alive while the person thinks, answered by number, so that
 * nobody pastes tokens.
 */
export class Desk {
  readonly #ports: DeskPorts;
  readonly #tasks = new Map<number, WaitingTask>();
  #count = 0;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** The tasks that wait for an answer, oldest first. */
  get tasks(): readonly WaitingTask[] {
    return [...this.#tasks.values()];
  }

  /** Waits for a task of an activity, a minute at most. */
  async take(activityArn: string): Promise<WaitingTask | undefined> {
    const taken = await this.#ports.take(activityArn);
    if (taken === undefined) return undefined;
    const activity = activityArn.split(":").at(-1) ?? activityArn;
    const task = { number: ++this.#count, activity, ...taken };
    this.#tasks.set(task.number, task);
    return task;
  }

  /** Answers a task. One that was not answered, because nobody was reached either, waits on. */
  async answer(number: number, answer: Answer): Promise<Outcome> {
    const task = this.#tasks.get(number);
    if (task === undefined) return "unknown";
    if (answer.kind === "done" && needsName(task) && !hasName(answer.output)) return "nameless";
    this.#tasks.delete(number);
    try {
      return await this.#ports.answer(task.token, answer);
    } catch (error) {
      this.#tasks.set(number, task);
      throw error;
    }
  }

  /** Says for every task that it is being worked on, and drops those whose workflow has stopped waiting. */
  async heartbeat(): Promise<readonly WaitingTask[]> {
    const results = await Promise.all(
      this.tasks.map(async (task) => ({ task, delivery: await this.#ports.heartbeat(task.token) })),
    );
    const gone = results.filter(({ delivery }) => delivery === "gone").map(({ task }) => task);
    for (const { number } of gone) this.#tasks.delete(number);
    return gone;
  }
}

/** Whether the task asks who delivers: without a name the workflow ends the order (`statemachines/food-delivery.ts`). */
export function needsName({ activity }: Pick<WaitingTask, "activity">): boolean {
  return activity.includes("find-delivery-partner");
}

function hasName(output: string): boolean {
  const { name } = JSON.parse(output);
  return typeof name === "string" && name !== "";
}

/** What a line that a person types means. */
export type Line =
  | { readonly kind: "answer"; readonly number: number; readonly answer: Answer }
  | { readonly kind: "list" }
  | { readonly kind: "unclear"; readonly reason: string };

/**
 * Reads a line: `1` (done), `1 Jon` (done, by somebody), `1 {"name":"Jon"}` (done, with this result), `1 no: we are closed`
 * (refused). An empty line lists.
 */
export function readLine(line: string): Line {
  const [, digits, rest = ""] = /^\s*(\d+)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (line.trim() === "") return { kind: "list" };
  if (digits === undefined)
    return { kind: "unclear", reason: 'begin with the number of a task, such as "1" or "1 no: we are closed"' };
  const number = Number(digits);
  const refusal = /^no\b[:\s]*(.*)$/is.exec(rest);
  if (refusal) return { kind: "answer", number, answer: { kind: "refused", cause: refusal[1] || "refused" } };
  if (!rest.startsWith("{")) {
    return {
      kind: "answer",
      number,
      answer: { kind: "done", output: JSON.stringify(rest === "" ? {} : { name: rest }) },
    };
  }
  try {
    return { kind: "answer", number, answer: { kind: "done", output: JSON.stringify(JSON.parse(rest)) } };
  } catch {
    return { kind: "unclear", reason: `${rest} is not JSON` };
  }
}
