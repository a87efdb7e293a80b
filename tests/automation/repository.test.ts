import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Origin, originOf } from "../../automation/repository.ts";
import { stackName } from "../../automation/stack-name.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly origin: Partial<Origin>;
  /** A regular expression for the stack's name. */
  readonly stack: string;
}

const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL("../cases/automation/ci-systems.json", import.meta.url), "utf8"),
);

describe("what a run is about", () => {
  let directory = "";
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-C", directory, "-c", "user.name=a", "-c", "user.email=a@b", ...words], { encoding: "utf8" });

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "repository-"));
    git("init", "--quiet", "--initial-branch", "feature/x");
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const { name, environment, origin, stack } of CASES) {
    it(`is told by ${name}`, async () => {
      const found = await originOf(environment, directory);
      expect(found).to.include(origin);
      if (origin.pullRequest === undefined) expect(found.pullRequest).to.equal(undefined);
      expect(stackName(found)).to.match(new RegExp(stack));
    });
  }

  it("is the working copy's branch where no CI system runs, in a repository without a commit, too", async () => {
    const { branch, commit, pullRequest, run, repository, owner } = await originOf({}, directory);
    expect({ branch, commit, pullRequest, run, repository }).to.deep.equal({
      branch: "feature/x",
      commit: "none",
      pullRequest: undefined,
      run: undefined,
      repository: directory,
    });
    expect(owner).to.match(/^.+@.+$/);
  });

  it("is the commit where no branch is checked out: not every such commit is the same stack", async () => {
    git("commit", "--quiet", "--allow-empty", "--message", "one");
    git("checkout", "--quiet", "--detach");
    const { branch, commit } = await originOf({}, directory);
    expect(commit).to.equal(git("rev-parse", "HEAD").slice(0, 12));
    expect(branch).to.equal(`commit-${commit}`);
  });

  it("is the folder where there is no repository", async () => {
    const outside = mkdtempSync(join(tmpdir(), "no-repository-"));
    try {
      const { branch, commit } = await originOf({ GIT_CEILING_DIRECTORIES: tmpdir() }, outside);
      expect({ branch, commit }).to.deep.equal({ branch: "none", commit: "none" });
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});
