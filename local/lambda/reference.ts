import type { Scope } from "../aws/caller.ts";
import { violation } from "./errors.ts";

/** A function as requests name it: by name, ARN or partial ARN, with a version or alias. */
export interface Reference {
  readonly name: string;
  /** Undefined where none is given, which means `$LATEST`. */
  readonly qualifier: string | undefined;
}

const NAME = /^[a-zA-Z0-9-_]{1,64}$/;

/**
 * Takes a `FunctionName` apart.
 *
 * @param separate the `Qualifier` of the request, where it has one.
 * @throws AwsError `ValidationException` when it names nothing that could exist.
 */
export function parseReference(text: string | undefined, separate?: string | undefined): Reference {
  const parts = (text ?? "").split(":");
  const at = parts.indexOf("function");
  const [name = "", qualifier] = at < 0 ? parts : parts.slice(at + 1);
  if (!NAME.test(name)) {
    throw violation(
      "functionName",
      text ?? "",
      "satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
    );
  }
  return { name, qualifier: qualifier ?? separate };
}

/** A function's ARN, with its version or alias when there is one. */
export function functionArn(scope: Scope, name: string, qualifier?: string | undefined): string {
  const arn = `arn:${scope.partition}:lambda:${scope.region}:${scope.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
