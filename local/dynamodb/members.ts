import { validation } from "./errors.ts";

/** What a member must be, after `Member must`. */
interface Rule {
  readonly value: unknown;
  readonly required?: boolean;
  /** The values that it may have. */
  readonly oneOf?: readonly string[];
  readonly least?: number;
  readonly most?: number;
}

/** @throws AwsError `ValidationException` naming every member that breaks its rule, in the words of AWS's framework. */
export function checkMembers(rules: Readonly<Record<string, Rule>>): void {
  const broken = Object.entries(rules).flatMap(([member, rule]) => {
    const reason = breach(rule);
    const shown = rule.value === undefined ? "null" : `'${String(rule.value)}'`;
    return reason === undefined
      ? []
      : [`Value ${shown} at '${member}' failed to satisfy constraint: Member must ${reason}`];
  });
  if (broken.length === 0) return;
  throw validation(`${broken.length} validation error${broken.length === 1 ? "" : "s"} detected: ${broken.join("; ")}`);
}

function breach({ value, required, oneOf, least, most }: Rule): string | undefined {
  if (value === undefined) return required === true ? "not be null" : undefined;
  if (oneOf?.includes(String(value)) === false) return `satisfy enum value set: [${oneOf.join(", ")}]`;
  if (least !== undefined && Number(value) < least) return `have value greater than or equal to ${least}`;
  if (most !== undefined && Number(value) > most) return `have value less than or equal to ${most}`;
  return undefined;
}
