import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";

/** A workflow of GitHub Actions, as far as it is looked at here. */
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const yaml: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");

const FOLDER = join(import.meta.dirname, "../../.github/workflows");

for (const file of readdirSync(FOLDER)) {
  describe(`the workflow ${file}`, () => {
    const workflow = yaml.load(readFileSync(join(FOLDER, file), "utf8")) as Workflow;
    const jobs = Object.values(workflow.jobs);
    const steps = jobs.flatMap((job) => job.steps);

    it("uses actions by commit, which nobody can move", () => {
      const uses = steps.flatMap((step) => step.uses ?? []);
      expect(uses).not.to.deep.equal([]);
      expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action))).to.deep.equal([]);
      // People read the version.
      const lines = readFileSync(join(FOLDER, file), "utf8").match(/^.*\buses: .*$/gm) ?? [];
      expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).to.deep.equal([]);
    });

    it("may read the repository, ask for a token of its own, and nothing else", () => {
      const allowed = { contents: "read", "id-token": "write" };
      for (const permissions of [workflow.permissions, ...jobs.map((job) => job.permissions ?? {})]) {
        expect(allowed).to.include(permissions);
      }
    });

    it("shows secrets to the steps of this project only", () => {
      const wide = [
        workflow.env,
        ...jobs.map(({ env }) => env),
        ...steps.filter(({ uses }) => uses).map(({ env }) => env),
      ];
      expect(JSON.stringify(wide)).not.to.include("secrets.");
      const told = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("secrets."));
      expect(told.filter(({ run }) => run?.startsWith("npm run stack -- ") !== true)).to.deep.equal([]);
    });
  });
}

describe("the stack of a pull request", () => {
  const { jobs } = yaml.load(readFileSync(join(FOLDER, "ephemeral.yml"), "utf8")) as Workflow;

  it("is none of a fork's or of Dependabot's: their runs have no secrets", () => {
    for (const job of Object.values(jobs)) {
      expect(job.if).to.include("github.event.pull_request.head.repo.full_name == github.repository");
      expect(job.if).to.include("github.actor != 'dependabot[bot]'");
    }
  });

  it("is destroyed after its test, however that ended", () => {
    const last = jobs["test"]?.steps.at(-1);
    expect(last).to.deep.include({ if: "always()", run: "npm run stack -- destroy --cancel" });
  });

  it("is destroyed at the close by the code of the default branch", () => {
    const steps = jobs["destroy"]?.steps ?? [];
    expect(steps[0]?.with?.["ref"]).to.equal("${{ github.event.repository.default_branch }}");
    expect(steps.at(-1)?.run).to.equal("npm run stack -- destroy --cancel");
  });
});
