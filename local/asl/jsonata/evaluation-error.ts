import { LIMIT_TEXTS } from "./limits.ts";

/** By an error with a code of JSONata, by a bound without one, inside of the engine, or with a result that is a function. */
export type EvaluationFailure = "coded" | "bound" | "internal" | "unsupported";

/** How an evaluation failed. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly kind: EvaluationFailure;

  /** @param message For a coded error `CODE: text`. */
  constructor(kind: EvaluationFailure, message: string) {
    super(message);
    this.kind = kind;
  }

  /** What the library threw, of whatever realm. */
  static of(error: unknown): EvaluationError {
    if (error instanceof EvaluationError) return error;
    const { code, message, name } = error as Readonly<Record<"code" | "message" | "name", unknown>>;
    if (code === "D2014" || code === "D2015") return new EvaluationError("bound", LIMIT_TEXTS.memory);
    if (name === "RangeError") {
      const overflow = String(message).startsWith("Maximum call stack");
      return new EvaluationError("bound", overflow ? LIMIT_TEXTS.stack : LIMIT_TEXTS.memory);
    }
    if (typeof code === "string") return new EvaluationError("coded", `${code}: ${String(message)}`);
    return new EvaluationError("internal", String(message));
  }
}
