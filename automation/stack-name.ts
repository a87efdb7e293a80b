import { createHash } from "node:crypto";

/** Where a stack's name comes from. */
export interface NameSource {
  /** The number of the pull request that the run is for. */
  readonly pullRequest?: string | undefined;
  /** The run of a CI system, with its attempt. */
  readonly run?: string | undefined;
  /** `owner/name` of the repository, or the folder of a working copy. */
  readonly repository: string;
  readonly branch: string;
  /** Who runs it, and on which machine. */
  readonly owner: string;
  /** Set for a stack that nobody comes back to: makes the name unlike any other. */
  readonly unique?: string | undefined;
}

/** How much of a branch's name is kept: names are read in logs, in tags and in the names of log groups, and typed. */
const LONGEST_SLUG = 20;
const HASH_LENGTH = 7;

const EPHEMERAL = new RegExp(`^(?:pr|run|br|test)-[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-[a-z0-9]{${HASH_LENGTH}}$`);

/**
 * The name of an ephemeral stack: legible, at most 36 characters of `a-z`, `0-9` and hyphens, the same whenever the same
 * branch, pull request or run asks, and different for any other, as its last part is a hash of everything that it stands for.
 */
export function stackName(source: NameSource): string {
  const { pullRequest, run, repository, branch, owner, unique } = source;
  if (unique !== undefined) return named("test", branch, ["unique", repository, branch, owner, unique]);
  if (pullRequest !== undefined) return named("pr", pullRequest, ["pull request", repository, pullRequest]);
  if (run !== undefined) return named("run", run, ["run", repository, run]);
  return named("br", branch, ["branch", repository, branch, owner]);
}

/** Whether {@link stackName} makes such names: what sweeps may take for theirs when nothing else tells. */
export function isEphemeralName(name: string): boolean {
  return EPHEMERAL.test(name);
}

function named(kind: string, text: string, identity: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
  const short = BigInt(`0x${hash}`).toString(36).slice(-HASH_LENGTH);
  return `${kind}-${slug(text)}-${short}`;
}

function slug(text: string): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, "");
  return clean === "" ? "x" : clean;
}
