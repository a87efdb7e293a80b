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
  readonly autonaming?: Autonaming | undefined;
}

/** What the project's `pulumi:autonaming` configuration says about names; the engine has made a name from its pattern. */
export interface Autonaming {
  /** A proposed name is brought to the form that the type needs; an enforced one is taken as it is. */
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

/** The random part: seven hexadecimal digits, as the AWS provider appends. */
const RANDOM_DIGITS = 7;

/**
 * Names a resource as the AWS provider does: `{logicalName}-{7 hex}` or as the project's configuration has it, with
 * `.fifo` where the service wants it.
 *
 * @returns the name, or what is wrong with the logical name.
 */
export function autoName(rule: AutoName, request: NameRequest): { name: string } | { problem: string } {
  const { logicalName, autonaming } = request;
  if (autonaming?.mode === "disable") return { problem: "is required: pulumi:autonaming is disabled" };
  if (autonaming?.mode === "enforce") return { name: autonaming.proposedName };
  const random = createHash("sha256").update(request.randomSeed).digest("hex").slice(0, RANDOM_DIGITS);
  const base = autonaming?.proposedName ?? `${logicalName}-${random}`;
  if (base.length > rule.maxLength) return { problem: tooLong(base, rule, request) };
  const suffix = rule.fifo !== undefined && request.inputs[rule.fifo] === true ? ".fifo" : "";
  return { name: (rule.lowerCase === true ? base.toLowerCase() : base) + suffix };
}

function tooLong(name: string, { maxLength, property }: AutoName, { logicalName, autonaming }: NameRequest): string {
  if (autonaming !== undefined) return `the proposed name "${name}" is longer than ${maxLength} characters`;
  const most = maxLength - RANDOM_DIGITS - 1;
  return `the name made from "${logicalName}" would be too long: use a logical name of at most ${most} characters or set ${property}`;
}
