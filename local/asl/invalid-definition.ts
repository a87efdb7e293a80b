import type { Diagnostic } from "./diagnostics.ts";

/**
 * The message of CreateStateMachine's and UpdateStateMachine's `InvalidDefinition`: all errors in one line, a finding
 * without a place saying `null` (localstack/localstack#11978, floci-io/floci#2735: pasted answers of AWS).
 *
 * @returns undefined where there is no error, warnings alone being accepted.
 */
export function invalidDefinitionMessage(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "ERROR");
  if (errors.length === 0) return undefined;
  const texts = errors.map(({ code, message, location }) => `${code}: ${message} at ${location ?? "null"}`);
  return `Invalid State Machine Definition: '${texts.join(", ")}'`;
}
