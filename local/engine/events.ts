import type { DifferenceKind } from "../provider/diff.ts";
import type { PropertyMap } from "../provider/values.ts";
import type { ResourceRecord } from "./state/state.ts";

/** What a person asks of the engine. */
export type EngineOperation = "preview" | "up" | "refresh" | "destroy" | "import";

/** What happens to one resource, in Pulumi's words. */
export type StepOperation =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "import"
  | "refresh";

/** One resource's step. */
export interface Step {
  readonly operation: StepOperation;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components and stacks. */
  readonly custom: boolean;
  /** The property paths that differ, for updates and replacements. */
  readonly differences?: readonly string[];
  /** How each of them differs. */
  readonly kinds?: ReadonlyMap<string, DifferenceKind>;
  /** The resource as it was. */
  readonly before?: ResourceRecord | undefined;
  /** The resource as it is to be or, once the step has ended, as it is. */
  readonly after?: ResourceRecord | undefined;
}

/** How loud a diagnostic is. */
export type Severity = "debug" | "info" | "warning" | "error";

/** What the engine tells while it works, for whoever shows it. */
export type EngineEvent =
  | { readonly kind: "started"; readonly operation: EngineOperation; readonly project: string; readonly stack: string }
  | { readonly kind: "step-started"; readonly step: Step }
  | { readonly kind: "step-finished"; readonly step: Step; readonly milliseconds: number }
  | { readonly kind: "step-failed"; readonly step: Step; readonly message: string }
  | {
      readonly kind: "diagnostic";
      readonly severity: Severity;
      readonly message: string;
      /** The resource that it is about, if any. */
      readonly urn?: string | undefined;
    }
  | { readonly kind: "outputs"; readonly outputs: PropertyMap }
  | { readonly kind: "finished"; readonly summary: Summary };

/** How an operation went. */
export interface Summary {
  readonly operation: EngineOperation;
  /** Whether nothing was done, only planned. */
  readonly planning: boolean;
  readonly succeeded: boolean;
  /** How many resources had which step. */
  readonly changes: Readonly<Partial<Record<StepOperation, number>>>;
  readonly milliseconds: number;
}

/** Takes the engine's events. */
export type EventListener = (event: EngineEvent) => void;
