import type { EncryptionConfiguration, LogLevel } from "@aws-sdk/client-sfn";
import type { Machine } from "../asl/machine.ts";
import type { Tags } from "./tags.ts";

/** STANDARD or EXPRESS; cannot be changed. */
export type MachineType = "STANDARD" | "EXPRESS";

/** Where and what a state machine logs, defaults filled in. */
export interface Logging {
  readonly level: LogLevel;
  readonly includeExecutionData: boolean;
  /** The log group's ARN, ending in `:*`. */
  readonly logGroupArn: string | undefined;
}

/** What an update replaces as a whole; executions keep the revision they started with. */
export interface Revision {
  /** The runtime's own name of it, by which stored executions find it again. */
  readonly key: string;
  /** Undefined, `INITIAL` in PublishStateMachineVersion, until the first update. */
  readonly id: string | undefined;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: Logging;
  readonly tracing: boolean;
  readonly encryption: EncryptionConfiguration | undefined;
  /** Milliseconds since the epoch. */
  readonly updateDate: number;
  readonly machine: Machine;
}

/** A published version: an immutable name of a revision. */
export interface Version {
  readonly number: number;
  readonly arn: string;
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly creationDate: number;
}

/** One version that an alias routes to; weights of an alias add up to 100. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** A name for one or two versions. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly routes: readonly Route[];
  readonly creationDate: number;
  readonly updateDate: number;
}

/** A state machine with everything that hangs on it. */
export interface StateMachine {
  readonly name: string;
  readonly arn: string;
  readonly type: MachineType;
  readonly creationDate: number;
  status: "ACTIVE" | "DELETING";
  revision: Revision;
  /** The number of the next version; numbers are never used twice. */
  nextVersion: number;
  readonly versions: Map<number, Version>;
  readonly aliases: Map<string, Alias>;
  readonly tags: Tags;
}
