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
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
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
