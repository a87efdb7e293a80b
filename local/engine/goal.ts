import type { PropertyMap, PropertyValue } from "../provider/values.ts";

/** What the program wants one resource to be: a `RegisterResourceRequest` in plain values. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** A component that the plugin of its package would make. */
  readonly remote: boolean;
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `{urn}::{id}`, or empty for the default provider. */
  readonly provider: string;
  readonly version: string;
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** It is replaced whenever one of these is. */
  readonly replaceWith: readonly string[];
  /** It is replaced when this changes. */
  readonly replacementTrigger: PropertyValue | undefined;
  readonly additionalSecretOutputs: readonly string[];
  /** Undefined where the program does not say. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  /** The id of a resource that exists already and is to be taken over. */
  readonly importId: string;
  /** `customTimeouts`, as the program writes them; absent where it sets none. */
  readonly timeouts?: readonly string[];
}

/** What the program gets back for it. */
export interface Registered {
  readonly urn: string;
  /** Empty for components, the unknown text for resources that a preview would make. */
  readonly id: string;
  readonly outputs: PropertyMap;
  /** Whether nothing is known of the outputs, although this is no preview. */
  readonly unknown?: boolean;
  /** Whether it is not what the program wants, although the operation goes on. */
  readonly failed?: boolean;
}
