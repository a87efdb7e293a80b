import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { startProgram } from "../../../../local/engine/program/program.ts";
import { ProjectError, readProject } from "../../../../local/engine/project.ts";
import { isAlive } from "../../../../local/host/state/process-alive.ts";
import { plainMap } from "../../../../local/provider/values.ts";
import { fakeCloud } from "../fake-cloud.ts";
import { stackOf } from "../run.ts";

const LEAVING = fileURLToPath(new URL("../../../fixtures/programs/leaving", import.meta.url));

describe("A program's process", function () {
  this.timeout(60_000);

  it("has ended although something that it started keeps its output open", async () => {
    const run = stackOf(fakeCloud());
    const project = readProject(LEAVING);
    const { outputs, complaints } = await run("preview", "1", undefined, { project });
    const left = Number(plainMap(outputs)["pid"]);
    expect(complaints).to.deep.equal([]);
    expect(isAlive(left)).to.equal(true);
    process.kill(left);
  });

  it("is not started without the project's packages, which is said in a sentence", async () => {
    const directory = mkdtempSync(join(tmpdir(), "bare-"));
    try {
      writeFileSync(join(directory, "Pulumi.yaml"), "name: bare\nruntime: nodejs\n");
      const options = { project: readProject(directory), stack: "s", configuration: {}, dryRun: true };
      const error = await startProgram(options).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ProjectError);
      expect(String(error)).to.include(`@pulumi/pulumi is not installed in ${directory}: run \`npm install\` there`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("that cannot be started at all is a program that ended badly", async () => {
    // The packages are found above it; the folder itself is not there.
    const project = { ...readProject(LEAVING), directory: `${LEAVING}/gone` };
    const program = await startProgram({ project, stack: "s", configuration: {}, dryRun: true });
    expect((await program.exited).failure).to.match(/ENOENT/);
  });
});
