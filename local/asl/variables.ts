import type { Json, JsonObject } from "../json.ts";
import { Failure } from "./failure.ts";
import { jsonBytes, PAYLOAD_LIMIT, VARIABLES_LIMIT } from "./limits.ts";
import type { Variables } from "./scope.ts";

/**
 * The workflow variables of one scope: the machine, a Parallel's branch or a Map's iteration. Inner scopes read the
 * outer ones through the prototype chain and assign only their own (AWS: workflow-variables).
 */
export class VariableScope {
  /** As expressions see them. */
  readonly values: Variables;
  readonly #own: Record<string, Json>;
  readonly #bytes = new Map<string, number>();
  readonly #total: { bytes: number };

  /** @param outer the scope around it; none for the machine's own. */
  constructor(outer?: VariableScope) {
    this.#own = Object.create(outer?.values ?? null);
    this.values = this.#own;
    this.#total = outer === undefined ? { bytes: 0 } : outer.#total;
  }

  /**
   * Assigns at the end of a state, all at once.
   *
   * @throws Failure `States.DataLimitExceeded` beyond 256 KiB for one `Assign` or 10 MiB for the execution. The
   *   limits are AWS's; the name and text for exceeding them are not published.
   */
  assign(assigned: JsonObject): void {
    let combined = 0;
    let growth = 0;
    const sizes = new Map<string, number>();
    for (const [name, value] of Object.entries(assigned)) {
      const bytes = value === undefined ? 0 : jsonBytes(value);
      sizes.set(name, bytes);
      combined += bytes;
      growth += bytes - (this.#bytes.get(name) ?? 0);
    }
    if (combined > PAYLOAD_LIMIT) {
      throw new Failure("States.DataLimitExceeded", "The combined size of the variables assigned exceeds 256 KiB.");
    }
    if (this.#total.bytes + growth > VARIABLES_LIMIT) {
      throw new Failure("States.DataLimitExceeded", "The total size of all variables exceeds 10 MiB.");
    }
    this.#total.bytes += growth;
    for (const [name, bytes] of sizes) this.#bytes.set(name, bytes);
    for (const [name, value] of Object.entries(assigned)) if (value !== undefined) this.#own[name] = value;
  }

  /** The variables of this scope alone. */
  own(): JsonObject {
    return { ...this.#own };
  }

  /** The scope has ended, and its variables with it. */
  release(): void {
    for (const bytes of this.#bytes.values()) this.#total.bytes -= bytes;
    this.#bytes.clear();
  }
}
