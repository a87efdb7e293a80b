import { chosenByProvider } from "./check.ts";
import { diffProperties } from "./diff-properties.ts";
import { withFilled } from "./filled-inputs.ts";
import type { Properties, ResourceHandler } from "./handler.ts";
import { isUnfinished } from "./outputs.ts";
import { formatPath, type PropertyPath, parsePath } from "./property-path.ts";
import type { ResourceSchema } from "./schema.ts";
import { equal, type PropertyMap, plainMap } from "./values.ts";

/** How one place differs, in the protocol's words. */
export type DifferenceKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** One place that differs. */
export interface Difference {
  readonly path: PropertyPath;
  readonly kind: DifferenceKind;
}

/** What a change of inputs means for a resource. */
export interface ResourceDiff {
  /** By property path, in order of the inputs. */
  readonly differences: ReadonlyMap<string, DifferenceKind>;
  /** The paths that make it a replacement. */
  readonly replaces: readonly string[];
  /** Whether the old resource must go before the new one is made. */
  readonly deleteBeforeReplace: boolean;
  /** Whether old and new cannot stand side by side, should the resource be replaced for another reason than its inputs. */
  readonly cannotCoexist?: boolean;
}

/** What is compared: checked inputs on both sides. */
export interface DiffRequest {
  readonly oldInputs: PropertyMap;
  readonly newInputs: PropertyMap;
  /** The resource as the state has it; without it only the inputs count. */
  readonly oldOutputs?: PropertyMap;
  /** Paths that the program wants left alone; `*` stands for any member or item. */
  readonly ignoreChanges: readonly string[];
  /** The region that an unset `region` means. */
  readonly region: string;
}

/**
 * Compares a resource's inputs as the AWS provider does: sets without order, equivalent documents as equal, empty as
 * absent, and a change of what AWS cannot update in place as a replacement.
 */
export function diffResource(schema: ResourceSchema, handler: ResourceHandler, request: DiffRequest): ResourceDiff {
  const { oldInputs, newInputs, oldOutputs = {}, region } = request;
  const ignored = request.ignoreChanges.flatMap(readable);
  // What was made in part may not be what its outputs say.
  const had = isUnfinished(oldOutputs) ? oldInputs : withFilled(schema, oldInputs, oldOutputs, newInputs, region);
  const found = diffProperties(schema, had, newInputs, region).filter(
    ({ path }) => !ignored.some((pattern) => covers(pattern, path)),
  );
  const differences = new Map(found.map(({ path, kind }) => [formatPath(path), kind]));
  for (const name of handlerReplaces(handler, found, request)) {
    const kind = differences.get(name) ?? "update";
    differences.set(name, replaceKind(kind));
  }
  const replaces = [...differences].filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path);
  const cannotCoexist = mustDeleteFirst(schema, oldInputs, newInputs);
  return { differences, replaces, deleteBeforeReplace: replaces.length > 0 && cannotCoexist, cannotCoexist };
}

/** A path that cannot be read names nothing: the engine passes over it as well. */
function readable(text: string): PropertyPath[] {
  try {
    return [parsePath(text)];
  } catch {
    return [];
  }
}

/** The kind with which the same difference replaces the resource. */
export function replaceKind(kind: DifferenceKind): DifferenceKind {
  switch (kind) {
    case "add":
    case "add-replace":
      return "add-replace";
    case "delete":
    case "delete-replace":
      return "delete-replace";
    case "update":
    case "update-replace":
      return "update-replace";
    default: {
      const never: never = kind;
      return never;
    }
  }
}

/** Whether a path such as `tags` or `attributes[*].name` names this place or one that holds it. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && pattern.every((step, index) => step === "*" || step === path[index]);
}

function handlerReplaces(
  handler: ResourceHandler,
  found: readonly Difference[],
  request: DiffRequest,
): readonly string[] {
  if (found.length === 0) return [];
  // A type that cannot be updated at all is replaced by whatever differs.
  if (handler.update === undefined) return found.map(({ path }) => formatPath(path));
  const asked = handler.replaces?.(
    plainMap(request.oldInputs) as Properties,
    plainMap(request.newInputs) as Properties,
  );
  return asked ?? [];
}

/**
 * Two resources of one name cannot stand side by side: when the program fixes the name and it stays, the old one goes
 * first (the bridge's `nameRequiresDeleteBeforeReplace`).
 */
function mustDeleteFirst(schema: ResourceSchema, olds: PropertyMap, news: PropertyMap): boolean {
  if (schema.deleteBeforeReplace === "always") return true;
  const name = schema.autoname?.property;
  if (schema.deleteBeforeReplace !== "fixed-name" || name === undefined) return false;
  if (chosenByProvider(news).has(name) || news[name] === undefined) return false;
  return equal(olds[name], news[name]);
}
