import type { Scope } from "../aws/caller.ts";
import { invalid, violation } from "./errors.ts";

/** A function as requests name it: by name, ARN or partial ARN, with a version or alias. */
export interface Reference {
  readonly name: string;
  /** Undefined where none is given, which means `$LATEST`. */
  readonly qualifier: string | undefined;
}

const NAME = /^[a-zA-Z0-9-_]{1,64}$/;
const QUALIFIER = /^[a-zA-Z0-9$_-]{1,128}$/;

/** The form of a function's name that refusals show, with what they say its last part may be made of. */
const form = (characters: string): string =>
  `(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([${characters}]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`;
const ANY_NAME = form("a-zA-Z0-9-_");
/** Invoke and GetFunction show another form. */
export const INVOKED_NAME = form("a-zA-Z0-9-_\\.");

/**
 * Takes a `FunctionName` apart.
 *
 * @param separate the `Qualifier` of the request, where it has one.
 * @param shown the form that a refusal shows.
 * @throws AwsError `ValidationException` when it names nothing that could exist, `InvalidParameterValueException` when it
 *   names one version and `separate` another.
 */
export function parseReference(text: string | undefined, separate?: string | undefined, shown = ANY_NAME): Reference {
  const parts = (text ?? "").split(":");
  const at = parts.indexOf("function");
  const [name = "", qualifier] = at < 0 ? parts : parts.slice(at + 1);
  if (!NAME.test(name)) {
    throw violation("functionName", text ?? "", `satisfy regular expression pattern: ${shown}`);
  }
  if (separate !== undefined && separate !== "" && !QUALIFIER.test(separate)) {
    throw violation("qualifier", separate, "satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)");
  }
  if (qualifier !== undefined && separate !== undefined && qualifier !== separate) {
    throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
  }
  return { name, qualifier: qualifier ?? separate };
}

/** A function's ARN, with its version or alias when there is one. */
export function functionArn(scope: Scope, name: string, qualifier?: string | undefined): string {
  const arn = `arn:${scope.partition}:lambda:${scope.region}:${scope.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
