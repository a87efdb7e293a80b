import { createHash } from "node:crypto";
import type { AutoName } from "./schema.ts";
import type { PropertyMap } from "./values.ts";

/** What a name is made from. */
export interface NameRequest {
  /** The resource's name in the program. */
  readonly logicalName: string;
  /** The engine's seed: the same seed gives the same name. */
  readonly randomSeed: Uint8Array;
  readonly inputs: PropertyMap;
}

/** The random part: seven hexadecimal digits, as the AWS provider appends. */
const RANDOM_DIGITS = 7;

/**
 * Names a resource as the AWS provider does: `{logicalName}-{7 hex}`, with `.fifo` where the service wants it.
 *
 * @returns the name, or what is wrong with the logical name.
 */
export function autoName(rule: AutoName, request: NameRequest): { name: string } | { problem: string } {
  const random = createHash("sha256").update(request.randomSeed).digest("hex").slice(0, RANDOM_DIGITS);
  const base = `${request.logicalName}-${random}`;
  if (base.length > rule.maxLength) {
    const most = rule.maxLength - RANDOM_DIGITS - 1;
    return {
      problem: `the name made from "${request.logicalName}" would be too long: use a logical name of at most ${most} characters or set ${rule.property}`,
    };
  }
  const suffix = rule.fifo !== undefined && request.inputs[rule.fifo] === true ? ".fifo" : "";
  return { name: (rule.lowerCase === true ? base.toLowerCase() : base) + suffix };
}
