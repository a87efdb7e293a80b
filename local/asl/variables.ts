import type { Json, JsonObject } from "../json.ts";
import { StateError } from "./errors.ts";
import { Failure } from "./failure.ts";
import { jsonBytes, PAYLOAD_LIMIT, VARIABLES_LIMIT } from "./limits.ts";
import type { Variables } from "./scope.ts";

const NONE: Variables = Object.freeze(Object.create(null));

/**
 * The workflow variables of one scope: the machine, a Parallel's branch or a Map's iteration. Inner scopes read the
 * outer ones through the prototype chain and assign only their own (AWS: workflow-variables). Outer scopes do not
 * change while there are inner ones. Most scopes never have a variable, and then cost next to nothing.
 */
export class VariableScope {
  readonly #outer: VariableScope | undefined;
  #own: Record<string, Json> | undefined;
  #bytes: Map<string, number> | undefined;
  /** Of all scopes together; kept by the outermost. */
  #total = 0;

  /** @param outer the scope around it; none for the machine's own. */
  constructor(outer?: VariableScope) {
    this.#outer = outer;
  }

  /** As expressions see them. */
  get values(): Variables {
    return this.#own ?? this.#outer?.values ?? NONE;
  }

  /**
   * Assigns at the end of a state, all at once.
   *
   * @throws StateError for a name that an outer scope has: "no other variable with the same name can be assigned in an inner scope"
   *   (AWS: workflow-variables; its words for that are not known).
   * @throws Failure `States.DataLimitExceeded` beyond 256 KiB for one `Assign` or 10 MiB for the execution. The
   *   limits are AWS's; the text for exceeding them is not published.
   */
  assign(assigned: JsonObject): void {
    for (const name of Object.keys(assigned)) {
      if (this.#outer === undefined || !(name in this.#outer.values)) continue;
      throw new StateError(
        "States.Runtime",
        `The variable '${name}' belongs to an outer scope and cannot be assigned here.`,
      );
    }
    const known = this.#bytes ?? new Map<string, number>();
    const sizes = Object.entries(assigned).map(([name, value = null]) => ({ name, value, bytes: jsonBytes(value) }));
    const combined = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (combined > PAYLOAD_LIMIT) {
      throw new Failure("States.DataLimitExceeded", "The combined size of the variables assigned exceeds 256 KiB.");
    }
    const total =
      this.#outermost.#total + sizes.reduce((sum, { name, bytes }) => sum + bytes - (known.get(name) ?? 0), 0);
    if (total > VARIABLES_LIMIT) {
      throw new Failure("States.DataLimitExceeded", "The total size of all variables exceeds 10 MiB.");
    }
    this.#outermost.#total = total;
    this.#bytes = known;
    this.#own ??= Object.create(this.values) as Record<string, Json>;
    for (const { name, value, bytes } of sizes) {
      known.set(name, bytes);
      this.#own[name] = value;
    }
  }

  /** Puts back what {@link own} gave, however much it is. */
  restore(variables: JsonObject): void {
    for (const [name, value] of Object.entries(variables)) this.assign({ [name]: value });
  }

  /** The variables of this scope alone. */
  own(): JsonObject {
    return { ...this.#own };
  }

  /** The scope has ended, and its variables with it. */
  release(): void {
    for (const bytes of this.#bytes?.values() ?? []) this.#outermost.#total -= bytes;
    this.#bytes = undefined;
  }

  get #outermost(): VariableScope {
    return this.#outer === undefined ? this : this.#outer.#outermost;
  }
}
