import type { EngineOperation } from "../../engine/events.ts";
import type { SelectionOptions } from "../../engine/selection.ts";
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
  /** Ends the operation that is under way. */
  | { readonly kind: "cancel" }
  | { readonly kind: "stop" };

/** An operation of the engine. */
export interface OperationRequest {
  readonly kind: "operation";
  readonly operation: EngineOperation;
  /** By key with namespace; secrets in clear text, which is why they never leave the loopback connection. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** `tcp://127.0.0.1:PORT` or a file. */
  readonly eventLog?: string;
  /** Reads what there is first. */
  readonly refresh: boolean;
  readonly selection: SelectionOptions;
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
export interface OperationAnswer {
  readonly succeeded: boolean;
  readonly cancelled: boolean;
  readonly resourceCount: number;
  readonly changes: Readonly<Record<string, number>>;
}

/** The answer to `outputs`. */
export interface OutputsAnswer {
  readonly [name: string]: { readonly value: Json; readonly secret: boolean };
}

/** The answer to `serve`. */
export interface ServeAnswer {
  readonly providerPort: number;
  /** The AWS endpoint. */
  readonly url: string;
}
