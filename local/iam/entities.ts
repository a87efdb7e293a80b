import type { Json } from "../json.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A role as it is kept. Documents are the texts that were given, because IAM gives them back unchanged. */
export interface Role {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly trust: string;
  readonly description?: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly boundary?: string | undefined;
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly tags: readonly Tag[];
}

/** A managed policy of the account. */
export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string | undefined;
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersion: string;
  /** How many versions there ever were: version numbers are not used twice. */
  readonly versionsMade: number;
  readonly tags: readonly Tag[];
}

export interface PolicyVersion {
  /** `v1` */
  readonly id: string;
  readonly document: string;
  readonly created: number;
}

/** What storage gave back, as what was put into it. */
export function stored<Entity extends Role | ManagedPolicy>(value: Json): Entity {
  return value as unknown as Entity;
}
