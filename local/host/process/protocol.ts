import type { EngineOperation } from "../../engine/events.ts";
import type { SelectionOptions } from "../../engine/selection.ts";
import type { ImportGoal } from "../../engine/steps/import.ts";
import type { Json } from "../../json.ts";

/** What a command asks of a stack's host. One JSON object a line, after which only `interrupt` may come. */
export type HostRequest =
  | OperationRequest
  /** The outputs of the last `up`. */
  | { readonly kind: "outputs" }
  /** The stack's resources as in a checkpoint. */
  | { readonly kind: "resources" }
  /** Makes these the stack's resources, as a checkpoint has them; nothing is made or deleted for it. */
  | { readonly kind: "import"; readonly resources: readonly Json[] }
  /** Serves the provider to the real CLI, until `stop`. */
  | { readonly kind: "serve"; readonly config: Readonly<Record<string, string>> }
  /** Gives the stack another name: what refers to it by name follows. */
  | { readonly kind: "rename"; readonly to: string }
  /** Ends the operation that is under way, and is answered when it has ended. */
  | { readonly kind: "cancel" }
  | { readonly kind: "stop" };

/** An operation of the engine. */
export interface OperationRequest {
  readonly kind: "operation";
  readonly operation: EngineOperation;
  /** The folder of `Pulumi.yaml`: that of an inline program is another one each time. */
  readonly project: string;
  /** Where an inline program is served, `HOST:PORT`. */
  readonly client?: string | undefined;
  /** Shows what the operation would do, and does nothing. */
  readonly previewOnly: boolean;
  /** For `refresh` and `destroy`: runs the program as well. */
  readonly runProgram: boolean;
  /** Goes on past resources that fail. */
  readonly continueOnError: boolean;
  /** How many resources may be worked at at once. */
  readonly parallel: number | undefined;
  /** Leaves alone what is protected, and what that stands on. */
  readonly excludeProtected: boolean;
  /** What `pulumi import` takes over. */
  readonly imports?: readonly ImportGoal[] | undefined;
  /** What the program calls resources that imported ones refer to, by URN. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** What an earlier preview has planned: nothing else is done. */
  readonly plan?: Json | undefined;
  /** Whether the answer is to have what was planned. */
  readonly savesPlan: boolean;
  /** A file to read the stack's configuration from, instead of `Pulumi.STACK.yaml`. */
  readonly configFile?: string | undefined;
  /** How the operation is shown. */
  readonly shown: ShownOptions;
  /** By key with namespace; secrets in clear text, which is why they never leave the loopback connection. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** `tcp://127.0.0.1:PORT` or a file. */
  readonly eventLog?: string;
  /** Reads what there is first. */
  readonly refresh: boolean;
  readonly selection: SelectionOptions;
}

/** Whether an operation changes nothing. */
export function isPlanning({ operation, previewOnly }: Pick<OperationRequest, "operation" | "previewOnly">): boolean {
  return operation === "preview" || previewOnly;
}

/** How much of an operation is shown, and in which form. */
export interface ShownOptions {
  readonly json: boolean;
  readonly diff: boolean;
  readonly debug: boolean;
  readonly outputs: boolean;
  /** Whether secrets are shown as they are. */
  readonly secrets: boolean;
}

/** What a request begins with: only those who can read the stack's folder know the token. */
export interface Greeting {
  readonly token: string;
  readonly request: HostRequest;
}

/** What the host says; the last message is `answer` or `refused`. */
export type HostMessage =
  | { readonly kind: "text"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "answer"; readonly value: Json }
  | { readonly kind: "refused"; readonly message: string; readonly exitCode: number };

/** The answer to an operation. */
export type OperationAnswer = {
  readonly succeeded: boolean;
  readonly cancelled: boolean;
  readonly resourceCount: number;
  readonly changes: Readonly<Record<string, number>>;
  /** What was planned, where that was asked for; secrets in clear text. */
  readonly plan?: Json;
  /** What the operation would make, for `--import-file`. */
  readonly creates: readonly ImportEntry[];
  /** The program's text for what was imported; empty without. */
  readonly code: string;
};

/** A resource in a file that `pulumi import` reads. */
export type ImportEntry = {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly component: boolean;
};

/** The answer to `outputs`. */
export interface OutputsAnswer {
  readonly [name: string]: {
    readonly value: Json;
    /** The same with what is secret masked. */
    readonly masked: Json;
    readonly secret: boolean;
  };
}

/** The answer to `serve`. */
export interface ServeAnswer {
  readonly providerPort: number;
  /** The AWS endpoint. */
  readonly url: string;
}
