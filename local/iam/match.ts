/**
 * A compiled wildcard pattern: code units, `*` and `?` set apart so that text put in for a policy variable stays
 * literal whatever it holds.
 */
export interface Pattern {
  /** The pattern as the policy has it, for explanations. */
  readonly text: string;
  readonly units: readonly number[];
  /** The text to equal, where there is no wildcard at all. */
  readonly literal: string | undefined;
}

const STAR = -1;
const QUESTION = -2;

/**
 * Compiles a pattern without variables: `*` is any text, `?` any one character
 * (IAMUG/reference_policies_elements_resource).
 */
export function compilePattern(text: string): Pattern {
  return patternOf(text, [{ text, literal: false }]);
}

/** Compiles a pattern of which some parts are to be taken as they are. */
export function patternOf(text: string, parts: readonly { text: string; literal: boolean }[]): Pattern {
  const units: number[] = [];
  let wild = false;
  for (const part of parts) {
    for (let index = 0; index < part.text.length; index++) {
      const unit = part.text.charCodeAt(index);
      const special = part.literal ? unit : wildcard(unit);
      if (special < 0) wild = true;
      if (special !== STAR || units[units.length - 1] !== STAR) units.push(special);
    }
  }
  return { text, units, literal: wild ? undefined : parts.map((part) => part.text).join("") };
}

/** Whether all of `text` fits. Linear in practice and never worse than the product of the lengths. */
export function matches(pattern: Pattern, text: string): boolean {
  if (pattern.literal !== undefined) return pattern.literal === text;
  const { units } = pattern;
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const unit = units[at];
    if (unit === STAR) {
      star = at++;
      resume = position;
    } else if (unit === QUESTION || unit === text.charCodeAt(position)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (units[at] === STAR) at++;
  return at === units.length;
}

function wildcard(unit: number): number {
  if (unit === 0x2a) return STAR;
  return unit === 0x3f ? QUESTION : unit;
}
