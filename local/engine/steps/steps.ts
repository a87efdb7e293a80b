import type { EngineEvent, EventListener, Step, StepOperation } from "../events.ts";
import { DeploymentFailed, Protected, ResourceFailed } from "../failure.ts";
import { INTERRUPTED } from "../interruption.ts";
import type { Plan } from "../plan.ts";
import type { ResourceRecord, StackState } from "../state/state.ts";
import { nameOf, typeOf } from "../state/urn.ts";
import { Slots } from "./slots.ts";

/** What steps are run with. */
export interface StepsOptions {
  readonly emit: EventListener;
  /** Where steps show what was before and after them. */
  readonly state: Pick<StackState, "get">;
  /** Called once, when nothing new is to be begun. */
  readonly onEnd?: () => void;
  /** Takes note of every step, or forbids it. */
  readonly plan?: Plan | undefined;
  /** Whether a step that fails ends nothing but itself. */
  readonly continueOnError?: boolean | undefined;
  /** How many steps may be under way at once; as many as there are without it. */
  readonly parallel?: number | undefined;
}

/** Runs the steps of one operation: tells of each, counts them, and remembers whether any failed. */
export class Steps {
  readonly #emit: EventListener;
  readonly #changes: Partial<Record<StepOperation, number>> = {};
  readonly #onEnd: () => void;
  readonly #state: Pick<StackState, "get">;
  readonly #plan: Plan | undefined;
  readonly #continueOnError: boolean;
  readonly #slots: Slots | undefined;
  #failed = false;
  #isOver = false;
  #refused = false;

  constructor({ emit, state, onEnd = () => undefined, plan, continueOnError = false, parallel }: StepsOptions) {
    this.#emit = emit;
    this.#state = state;
    this.#onEnd = onEnd;
    this.#plan = plan;
    this.#continueOnError = continueOnError;
    this.#slots = parallel === undefined ? undefined : new Slots(parallel);
  }

  get changes(): Readonly<Partial<Record<StepOperation, number>>> {
    return this.#changes;
  }

  /** Whether anything went wrong so far. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether nothing new is begun any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Whether something is wrong with what the program says: `pulumi up` tells it in its preview. What goes wrong otherwise
   * is a change that AWS refused when it was made, or an interruption.
   */
  get refused(): boolean {
    return this.#refused;
  }

  /** @param weight of an error. */
  emit(event: EngineEvent, { isRefusal = event !== INTERRUPTED, isEnd = true }: Weight = {}): void {
    this.#emit(event);
    if (event.kind !== "diagnostic" || event.severity !== "error") return;
    if (isRefusal) this.#refused = true;
    this.#failed = true;
    if (isEnd) this.end();
  }

  /** Begins nothing new from now on; why has been told. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
  }

  /** @throws DeploymentFailed when nothing new is begun any more. */
  goOn(): void {
    if (this.#isOver) throw new DeploymentFailed("the operation has failed");
  }

  /**
   * Runs one step.
   *
   * @param outcome what the step has turned out to be, where that shows only in the end.
   * @throws DeploymentFailed when it fails; the reason has been told by then.
   */
  async run<T>(wanted: Step, work: () => Promise<T> | T, outcome?: (result: T) => Partial<Step>): Promise<T> {
    if (this.#slots === undefined) return this.#run(wanted, work, outcome);
    await this.#slots.enter();
    try {
      // What has waited for its turn is not begun after something else has failed.
      if (CHANGES.has(wanted.operation)) this.goOn();
      return await this.#run(wanted, work, outcome);
    } finally {
      this.#slots.leave();
    }
  }

  async #run<T>(wanted: Step, work: () => Promise<T> | T, outcome?: (result: T) => Partial<Step>): Promise<T> {
    const step = { ...wanted, before: wanted.before ?? this.#state.get(wanted.urn) };
    this.#hold(step);
    this.#emit({ kind: "step-started", step });
    const started = performance.now();
    try {
      const result = await work();
      const after = isDeletion(step) ? undefined : this.#state.get(step.urn);
      const finished = { ...step, after, ...outcome?.(result) };
      this.count(finished.operation);
      this.#emit({ kind: "step-finished", step: finished, milliseconds: performance.now() - started });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#emit({ kind: "step-failed", step, message });
      throw this.report(step.urn, error, {
        isRefusal: error instanceof ResourceFailed || !CHANGES.has(step.operation),
        isEnd: !this.#continueOnError && !(error instanceof Protected),
      });
    }
  }

  /** @throws DeploymentFailed when the plan does not have this step. */
  #hold(step: Step): void {
    try {
      this.#plan?.onStep(step);
    } catch (error) {
      throw this.report(step.urn, error);
    }
  }

  count(operation: StepOperation): void {
    this.#changes[operation] = (this.#changes[operation] ?? 0) + 1;
  }

  /** Tells what is wrong with a resource, once. */
  report(urn: string, error: unknown, weight: Weight = {}): DeploymentFailed {
    if (error instanceof DeploymentFailed) return error;
    const about = error instanceof ResourceFailed ? error.urn : urn;
    const message = error instanceof Error ? error.message : String(error);
    this.emit({ kind: "diagnostic", severity: "error", message, urn: about }, weight);
    return new DeploymentFailed(message, { cause: error });
  }
}

/** What an error means for the operation. */
interface Weight {
  /** Whether it is about what the program says. */
  readonly isRefusal?: boolean;
  /** Whether nothing new is begun after it. */
  readonly isEnd?: boolean;
}

/** The steps in which AWS is asked to change something; a preview takes all others as well. */
const CHANGES: ReadonlySet<StepOperation> = new Set([
  "create",
  "update",
  "delete",
  "create-replacement",
  "delete-replaced",
]);

function isDeletion({ operation }: Step): boolean {
  return operation === "delete" || operation === "delete-replaced";
}

/** A step of a resource that is recorded. */
export function stepOf(operation: StepOperation, record: Pick<ResourceRecord, "urn" | "custom">): Step {
  return { operation, urn: record.urn, type: typeOf(record.urn), name: nameOf(record.urn), custom: record.custom };
}
