/** How an evaluation failed: by an error with a code of JSONata, by a bound without one, or inside of the engine. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly kind: "coded" | "bound" | "internal";

  /** @param message For a coded error `CODE: text`. */
  constructor(kind: "coded" | "bound" | "internal", message: string) {
    super(message);
    this.kind = kind;
  }
}
