import { existsSync, readFileSync } from "node:fs";
import type { Json } from "../json.ts";

/** What a table can say about one input property. From the Terraform provider's schemas and the package's declarations. */
export interface PropertySchema {
  readonly type: "string" | "number" | "boolean" | "list" | "set" | "map" | "object" | "archive";
  /** The items of a list or set, the values of a map. */
  readonly of?: PropertySchema;
  /** The members of an object. */
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly required?: true;
  /** Output only, inside an object that is an input otherwise. */
  readonly computed?: true;
  /** The provider fills it when unset; taking it out of a program therefore changes nothing. */
  readonly filled?: true;
  readonly default?: Json;
  /** AWS has it and the local runtime does not: refused by name when it is set. */
  readonly unserved?: true;
  /** Only tells the provider how to work, and AWS does not keep it: a read leaves it as it was. */
  readonly unread?: true;
  /** Sensitive in the Terraform provider: secret among the outputs, whether or not the program calls it so. */
  readonly secret?: true;
  readonly enum?: readonly (string | number)[];
  /** The least value of a number, length of a string or number of items of a list or map; of a policy without its spaces. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The text is an ARN of whatever service. */
  readonly arn?: true;
  /** The text is JSON: a policy document, another, or one that the provider compares letter by letter. */
  readonly json?: "policy" | "document" | "text";
  /** Where the provider normalises the JSON, it leaves `<`, `>` and `&` as they are. */
  readonly unescaped?: true;
  /** A change replaces the resource: always, or on the condition named. */
  readonly replace?: true | "region" | "other-value" | "decrease";
  /** Further texts that count as equal: any equivalent JSON, or name and ARN of one Lambda function. */
  readonly suppress?: "json" | "function-name";
  /** Properties that must be set as well. */
  readonly requiredWith?: readonly string[];
}

/** How Pulumi names a resource whose program gives it no name. */
export interface AutoName {
  readonly property: string;
  readonly maxLength: number;
  /** The property that makes the name end in `.fifo`. */
  readonly fifo?: string;
  readonly lowerCase?: true;
}

/** Outputs of which a preview cannot know what they will be: the Terraform provider's `SetNewComputed`. */
export interface Recomputed {
  readonly outputs: readonly string[];
  /** Inputs of which any has to change; without it any but those in `notBy`. */
  readonly by?: readonly string[];
  readonly notBy?: readonly string[];
  /** An input that has to be true. */
  readonly when?: string;
}

/** A resource type's schema. */
export interface ResourceSchema {
  /** The form of a resource's id: for people. */
  readonly id: string;
  /** The form of the id that an import takes, where it is another. */
  readonly importId?: string;
  readonly autoname?: AutoName;
  /** Replaced by deleting first: always, or when the program fixes the name that both would have. */
  readonly deleteBeforeReplace?: "always" | "fixed-name";
  readonly conflictsWith?: readonly (readonly string[])[];
  readonly exactlyOneOf?: readonly (readonly string[])[];
  /** Takes `tags`, to which the provider's default tags are added. */
  readonly taggable?: true;
  readonly inputs: Readonly<Record<string, PropertySchema>>;
  /** Properties that only the provider sets. */
  readonly outputs: readonly string[];
  /** Outputs that an update gives a new value. */
  readonly recomputed?: readonly Recomputed[];
  /** The types of those that are no texts. */
  readonly outputTypes?: Readonly<Record<string, PropertySchema>>;
}

const loaded = new Map<string, ResourceSchema | undefined>();

/**
 * The schema of a resource type, read when first asked for; undefined when the type is not described.
 *
 * @param type such as `aws:dynamodb/table:Table`, described in `schema/dynamodb/table.json`.
 */
export function resourceSchema(type: string): ResourceSchema | undefined {
  if (!loaded.has(type)) loaded.set(type, load(type));
  return loaded.get(type);
}

function load(type: string): ResourceSchema | undefined {
  const path = /^aws:([a-z0-9]+\/[a-zA-Z0-9]+):[A-Za-z0-9]+$/.exec(type)?.[1];
  if (path === undefined) return undefined;
  const file = new URL(`schema/${path.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`)}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ResourceSchema) : undefined;
}
