import type { FunctionEventInvokeConfig, LoggingConfig, TracingConfig } from "@aws-sdk/client-lambda";
import type { JsonObject, Wire } from "../json.ts";

/** The setting of a function, or of one of its published versions. */
export interface Configuration {
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly description: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly architectures: readonly string[];
  /** Megabytes. */
  readonly ephemeralStorage: number;
  readonly logging: Required<Pick<Wire<LoggingConfig>, "LogFormat" | "LogGroup">> & Wire<LoggingConfig>;
  readonly tracing: NonNullable<Wire<TracingConfig>["Mode"]>;
  /** The ARN of the dead-letter queue or topic. */
  readonly deadLetters: string | undefined;
  /** SHA-256 of the archive, base64: what the code store knows it by. */
  readonly codeSha256: string;
  /** Bytes. */
  readonly codeSize: number;
  /** As Lambda writes it: `2024-01-10T14:30:59.435+0000`. */
  readonly lastModified: string;
  readonly revisionId: string;
}

export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Version → share of the invocations that go there instead. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** Statements of a function's policy by the qualifier they are for; the empty one for none. */
export type Policies = Readonly<Record<string, readonly JsonObject[]>>;

/** A function with everything that belongs to it. */
export interface LambdaFunction {
  readonly name: string;
  readonly latest: Configuration;
  readonly versions: readonly Configuration[];
  readonly aliases: Readonly<Record<string, Alias>>;
  readonly policies: Policies;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  /** By qualifier; `$LATEST` for none. */
  readonly eventInvokeConfigs: Readonly<Record<string, Wire<FunctionEventInvokeConfig>>>;
}
