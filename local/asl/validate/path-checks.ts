import type { Json } from "../../json.ts";
import { compileIntrinsic, IntrinsicSyntaxError } from "../intrinsics.ts";
import { compilePath, type Path, PathSyntaxError } from "../json-path.ts";
import type { Check } from "./context.ts";
import { texts } from "./texts.ts";

/** `InputPath` and `OutputPath`: any path, or null. */
export const checkPath: Check = (value, location, { findings }) => {
  if (value === null) return;
  if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
  else if (typeof parsed(value) === "string") findings.schema(texts.jsonPath, location);
};

/** What a Reference Path may begin with besides `$`. */
interface Roots {
  readonly context: boolean;
  readonly variable: boolean;
}

/** A path to one place, by names and indexes only. */
export function checkReferencePath(roots: Roots = { context: true, variable: true }): Check {
  return (value, location, { findings }) => {
    if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
    else if (!value.startsWith("$")) findings.schema(texts.jsonPath, location);
    else {
      const problem = problemOfReference(value, roots);
      if (problem !== undefined) findings.schema(problem, location);
    }
  };
}

/** `ResultPath`: a Reference Path into the state's own input, or null. */
export const checkResultPath: Check = (value, location, context) => {
  if (value !== null) checkReferencePath({ context: false, variable: false })(value, location, context);
};

/** The paths of a Choice rule, whose text for a missing `$` is another one. */
export const checkVariable: Check = (value, location, { findings }) => {
  if (typeof value !== "string") {
    findings.schema(texts.type("[STRING]"), location);
    return;
  }
  const problem = problemOfReference(value, { context: true, variable: true });
  if (problem !== undefined) findings.schema(problem, location);
};

/** The functions that ErrorPath and CausePath may call. AWS: DG/state-fail. */
const FAIL_FUNCTIONS: readonly string[] = [
  "States.Format",
  "States.JsonToString",
  "States.ArrayGetItem",
  "States.Base64Encode",
  "States.Base64Decode",
  "States.Hash",
  "States.UUID",
];

/** `ErrorPath` and `CausePath`: a Reference Path, or a call of a function that answers a string. */
export const checkFailPath: Check = (value, location, context) => {
  const allowed = typeof value === "string" && FAIL_FUNCTIONS.some((name) => value.startsWith(`${name}(`));
  if (allowed) {
    if (!isIntrinsic(value)) context.findings.schema(texts.jsonPath, location);
  } else {
    checkReferencePath()(value, location, context);
  }
};

/** Whether the value of a `.$` member is a path or a call. */
export function isPathOrIntrinsic(value: Json): boolean {
  if (typeof value !== "string") return false;
  return value.startsWith("$") ? typeof parsed(value) !== "string" : isIntrinsic(value);
}

function isIntrinsic(text: string): boolean {
  try {
    compileIntrinsic(text);
    return true;
  } catch (error) {
    if (error instanceof IntrinsicSyntaxError) return false;
    throw error;
  }
}

function problemOfReference(text: string, roots: Roots): string | undefined {
  if (!text.startsWith("$")) return texts.referencePath(texts.referencePathStart);
  const path = parsed(text);
  if (typeof path === "string") {
    // Where the parser of AWS was seen to explain itself, it was about brackets.
    return texts.referencePath(path.startsWith("'['") ? path : undefined);
  }
  const { kind } = path.root;
  const allowed = kind === "input" || (kind === "context" ? roots.context : roots.variable);
  return path.isReference && allowed ? undefined : texts.referencePath();
}

/** The path, or what is wrong with it. */
function parsed(text: string): Path | string {
  try {
    return compilePath(text);
  } catch (error) {
    if (error instanceof PathSyntaxError) return error.message;
    throw error;
  }
}
