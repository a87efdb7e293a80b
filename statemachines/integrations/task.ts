import type { Json } from "../asl/definition.ts";
import { type Statement, type WithPermissions, withPermissions } from "../asl/permissions.ts";
import type { Jsonata } from "../asl/types.ts";

/** A value of which every part may be computed by an expression instead. */
export type Templated<T> =
  | Jsonata
  | (T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer Element)[]
        ? readonly Templated<Element>[]
        : { readonly [Key in keyof T]: Templated<T[Key]> });

/** What a Task gives the action: typed in JSONata states; in JSONPath states the names may end with `.$`, and anything goes. */
export type TaskFields<Arguments> =
  | { readonly Arguments: Arguments }
  | { readonly Parameters: { readonly [name: string]: Json } };

/** A Task as an integration makes it: the fields that were given, what AWS calls, and what that takes. */
export type Task<Fields extends object, Resource extends string = string> = Fields & {
  readonly Type: "Task";
  readonly Resource: Resource;
} & WithPermissions;

/**
 * Completes the fields of a Task.
 *
 * @param resource - What AWS calls: `arn:aws:states:::dynamodb:putItem`.
 * @param fields - The state's fields but `Type` and `Resource`.
 * @param fixed - Arguments that the integration knows itself; they win over those in `fields`.
 */
export function task<const Fields extends object, const Resource extends string>(
  resource: Resource,
  fields: Fields,
  fixed: Readonly<Record<string, Json>>,
  statements: readonly Statement[],
): Task<Fields, Resource> {
  const given: { readonly Arguments?: object; readonly Parameters?: object } = fields;
  const completed = given.Parameters
    ? { Parameters: { ...given.Parameters, ...fixed } }
    : { Arguments: { ...given.Arguments, ...fixed } };
  return withPermissions({ Type: "Task" as const, Resource: resource, ...fields, ...completed }, statements);
}
