import { execFile } from "node:child_process";
import { hostname } from "node:os";
import { userName } from "../local/host/user-name.ts";
import { CI_SYSTEMS, type CiSystem } from "./ci-systems.ts";
import type { NameSource } from "./stack-name.ts";

/** What a run is about: read from the CI system's environment, else from the working copy. */
export interface Origin extends NameSource {
  readonly commit: string;
}

/**
 * Reads it. `PR_NUMBER` serves events that do not say their pull request elsewhere, such as its close on GitHub.
 *
 * @param directory the working copy.
 */
export async function originOf(environment: NodeJS.ProcessEnv, directory: string): Promise<Origin> {
  const system = CI_SYSTEMS.find(({ mark }) => given(environment[mark]) !== undefined);
  const ci = system === undefined ? undefined : readVariables(system, environment);
  const commit = ci?.commit ?? (await git(directory, "rev-parse", "HEAD"));
  return {
    pullRequest: given(environment["PR_NUMBER"]) ?? ci?.pullRequest,
    run: ci?.run,
    repository: ci?.repository ?? directory,
    branch: ci?.branch ?? (await checkedOut(directory, commit)),
    commit: commit?.slice(0, 12) ?? "none",
    owner: ci?.owner ?? `${userName()}@${hostname()}`,
  };
}

type CiOrigin = Partial<Record<Exclude<keyof CiSystem, "name" | "mark">, string | undefined>>;

function readVariables(system: CiSystem, environment: NodeJS.ProcessEnv): CiOrigin {
  const values = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => given(environment[name]) ?? []);
  const run = values(system.run.slice(0, 1)).length === 0 ? undefined : values(system.run).join("-");
  return {
    pullRequest: values(system.pullRequest).flatMap((text) => pullRequestNumber(text) ?? [])[0],
    branch: values(system.branch)[0]?.replace(/^refs\/heads\/|^origin\//, ""),
    run,
    repository: values(system.repository)[0],
    commit: values(system.commit)[0],
    owner: values(system.owner)[0],
  };
}

/** From a number, `refs/pull/7/merge`, or the address of a pull request; a branch's ref and `false` are none. */
function pullRequestNumber(text: string): string | undefined {
  return /^(?:refs\/pull\/|https?:\/\/\S*\/)?(\d+)(?:\/(?:merge|head))?$/.exec(text)?.[1];
}

/** The branch; without one, as CI systems check out, the commit, for otherwise all of them would share a name. */
async function checkedOut(directory: string, commit: string | undefined): Promise<string> {
  // Says the branch of a repository without any commit, too.
  const branch = given(await git(directory, "symbolic-ref", "--quiet", "--short", "HEAD"));
  return branch ?? (commit === undefined ? "none" : `commit-${commit.slice(0, 12)}`);
}

function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** @returns undefined outside a working copy, and where there is no git. */
function git(directory: string, ...words: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Containers mount what belongs to somebody else, of which git says nothing otherwise.
    execFile("git", ["-C", directory, "-c", `safe.directory=${directory}`, ...words], (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
}
