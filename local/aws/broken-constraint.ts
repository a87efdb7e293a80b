/**
 * A member that breaks a constraint of its service's model, in the words of the framework under AWS's services.
 *
 * @param value the value as the framework shows it; null for a member that is not there.
 * @param member by its path in the request: `targets.1.member.id`.
 * @param must what the model asks for: `have length less than or equal to 64`.
 */
export function brokenConstraint(value: string | null, member: string, must: string): string {
  const shown = value === null ? "null" : `'${value}'`;
  return `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${must}`;
}

/** The framework's message for one or more broken constraints, which it tells all at once. */
export function validationErrors(...broken: readonly string[]): string {
  return `${broken.length} validation ${broken.length === 1 ? "error" : "errors"} detected: ${broken.join("; ")}`;
}
