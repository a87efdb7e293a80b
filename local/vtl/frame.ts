import type { Value } from "./values.ts";

/** What a template can see: `$name`, undefined where there is no such variable. */
export type TemplateScope = (name: string) => Value | undefined;

/** How a block ended: `#break` leaves the loop around it, `#stop` the template. */
export type Outcome = "done" | "break" | "stop";

/** One rendering under way. */
export interface Frame {
  readonly scope: TemplateScope;
  readonly variables: Map<string, Value>;
  output: string;
}

/** A compiled block. */
export type Render = (frame: Frame) => Outcome;
/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;
