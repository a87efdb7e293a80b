import { execFile } from "node:child_process";
import { hostname, userInfo } from "node:os";
import type { NameSource } from "./stack-name.ts";

/** What a run is about: read from the CI system's environment, else from the working copy. */
export interface Origin extends NameSource {
  readonly commit: string;
}

/**
 * Reads it. `PR_NUMBER` serves events that do not say their pull request in `GITHUB_REF`, such as its close.
 *
 * @param directory the working copy.
 */
export async function originOf(environment: NodeJS.ProcessEnv, directory: string): Promise<Origin> {
  const [, fromRef] = /^refs\/pull\/(\d+)\//.exec(environment["GITHUB_REF"] ?? "") ?? [];
  const pullRequest = given(environment["PR_NUMBER"]) ?? fromRef;
  const runId = given(environment["GITHUB_RUN_ID"]);
  const branch = given(environment["GITHUB_HEAD_REF"]) ?? given(environment["GITHUB_REF_NAME"]);
  return {
    pullRequest,
    run: runId === undefined ? undefined : `${runId}-${environment["GITHUB_RUN_ATTEMPT"] ?? "1"}`,
    repository: given(environment["GITHUB_REPOSITORY"]) ?? directory,
    branch: branch ?? (await git(directory, "rev-parse", "--abbrev-ref", "HEAD")) ?? "none",
    commit: given(environment["GITHUB_SHA"]) ?? (await git(directory, "rev-parse", "--short=12", "HEAD")) ?? "none",
    owner: given(environment["GITHUB_ACTOR"]) ?? `${userInfo().username}@${hostname()}`,
  };
}

function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** @returns undefined outside a working copy, and where there is no git. */
function git(directory: string, ...words: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("git", ["-C", directory, ...words], (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
}
