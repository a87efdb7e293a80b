import { Failure } from "./failures.ts";

/** Who made an ephemeral stack from what, and how long it may live. */
export interface Lifetime {
  readonly owner: string;
  readonly commit: string;
  readonly branch: string;
  readonly created: Date;
  readonly expires: Date;
}

/**
 * The stack's tag that says so. One for everything: a tag is a run of the CLI, and a stack whose run is cut off says all of
 * it or nothing.
 */
const TAG = "ephemeral";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Longer is no ephemeral stack any more. */
const LONGEST_DAYS = 30;
/** What AWS takes in the value of a tag. */
const ILLEGAL_IN_TAG = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;
const LONGEST_TAG = 256;

/**
 * Reads `90m`, `2h`, `1d`.
 *
 * @returns milliseconds.
 * @throws Failure for anything else, and for more than 30 days.
 */
export function parseTtl(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (UNITS[unit] ?? 0);
  if (milliseconds > 0 && milliseconds <= LONGEST_DAYS * 86_400_000) return milliseconds;
  throw new Failure(`${JSON.stringify(text)} is no time: 90m, 2h, 1d, and at most ${LONGEST_DAYS} days.`);
}

/** The stack's tag: `expires=2026-11-21T12:00:00.000Z created=… owner=ada@desk commit=1f0c branch=main`. */
export function lifetimeTags({ expires, created, owner, commit, branch }: Lifetime): Record<string, string> {
  const fields = { expires: expires.toISOString(), created: created.toISOString(), owner, commit, branch };
  const words = Object.entries(fields).map(([name, value]) => `${name}=${legal(value).replace(/\p{Z}/gu, "-")}`);
  return { [TAG]: shortened(words.join(" ")) };
}

/**
 * The same for the program's configuration value `tags`, so that every resource tells whose it is even when its stack's
 * state is lost. The expiry is the stack's alone: it moves with every `up`, which would change every resource.
 *
 * @param given the person's own tags, in either form that the program takes; they win.
 */
export function resourceTags({ owner, commit, created }: Lifetime, given: string | undefined): string {
  const ours = {
    owner: legal(owner),
    commit: legal(commit),
    created: created.toISOString(),
  };
  const text = given?.trim() ?? "";
  if (text.startsWith("{")) return JSON.stringify({ ...ours, ...jsonTags(text) });
  const pairs = text === "" ? [] : text.split(",").map((pair) => pair.trim());
  const named = new Set(pairs.map((pair) => pair.split("=")[0]));
  const kept = Object.entries(ours).filter(([name, value]) => !named.has(name) && value !== "");
  return [...kept.map(([name, value]) => `${name}=${value}`), ...pairs].join(",");
}

function jsonTags(text: string): object {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`The configuration value tags begins like a JSON object and is none: ${text}`, undefined, {
      cause: error,
    });
  }
}

/** Reads {@link lifetimeTags} back; undefined for a stack that is not ephemeral. */
export function lifetimeOf(tags: Readonly<Record<string, string>>): Lifetime | undefined {
  const words = (tags[TAG] ?? "").split(" ");
  const of = (name: string): string => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const created = new Date(of("created"));
  const expires = new Date(of("expires"));
  if (Number.isNaN(expires.getTime()) || Number.isNaN(created.getTime())) return undefined;
  return { owner: of("owner"), commit: of("commit"), branch: of("branch"), created, expires };
}

export function isExpired({ expires }: Pick<Lifetime, "expires">, now: Date): boolean {
  return expires.getTime() <= now.getTime();
}

/** `3 d`, `5 h`, `12 min`: the largest unit of which there is one whole. */
export function shortSpan(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const sign = milliseconds < 0 ? "-" : "";
  if (size >= 86_400_000) return `${sign}${Math.floor(size / 86_400_000)} d`;
  if (size >= 3_600_000) return `${sign}${Math.floor(size / 3_600_000)} h`;
  return `${sign}${Math.floor(size / 60_000)} min`;
}

/** Pulumi counts bytes; what is cut off is the end of the branch, as the expiry comes first. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_TAG) return text;
  return bytes
    .subarray(0, LONGEST_TAG)
    .toString()
    .replace(/\uFFFD+$/, "");
}

/** Commas separate the pairs of the configuration value, so they go as well. */
function legal(text: string): string {
  return text.replace(ILLEGAL_IN_TAG, "-").slice(0, LONGEST_TAG);
}
