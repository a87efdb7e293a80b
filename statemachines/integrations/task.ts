import { type Statement, type WithPermissions, withPermissions } from "../asl/permissions.ts";

/** A Task as an integration makes it: the fields that were given, what AWS calls, and what that takes. */
export type Task<Fields extends object> = Fields & {
  readonly Type: "Task";
  readonly Resource: string;
} & WithPermissions;

/** Completes the fields of a Task. What the integration says about its arguments wins over what was given. */
export function task<const Fields extends object>(
  resource: string,
  fields: Fields,
  fixed: Readonly<Record<string, unknown>>,
  statements: readonly Statement[],
): Task<Fields> {
  const key = "Parameters" in fields ? "Parameters" : "Arguments";
  const given = key in fields ? (fields as Readonly<Record<string, unknown>>)[key] : {};
  const merged = typeof given === "object" ? { ...given, ...fixed } : given;
  return withPermissions(
    { ...fields, Type: "Task" as const, Resource: resource, [key]: merged },
    statements,
  ) as Task<Fields>;
}
