import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { redeploy } from "../../../local/redeploy.ts";
import { type StartOptions, start } from "../../../local/runtime.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;
const PROGRAM = ["Pulumi.yaml", "package.json", "package-lock.json", "index.ts", "infra", "functions", "statemachines"];

describe("A program whose API is another one", function () {
  this.timeout(60_000);

  const program = mkdtempSync(join(tmpdir(), "replaced-api-"));
  after(() => rmSync(program, { recursive: true }));

  it("is deployed beside the old one, whose stage shows its deployment until both go", async () => {
    for (const name of PROGRAM) cpSync(join(ROOT, name), join(program, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(program, "node_modules"));
    const problems: string[] = [];
    const options: StartOptions = {
      program,
      clock: "virtual",
      config: { logLevel: "INFO", edge: "true" },
      onEvent: (event) => {
        if (event.kind === "diagnostic") problems.push(event.message);
      },
    };
    const runtime = await start(options);
    try {
      const index = join(program, "index.ts");
      const text = readFileSync(index, "utf8");
      writeFileSync(index, text.replace('new WebSocketApi("api"', 'new WebSocketApi("other"'));
      const { succeeded, outputs } = await redeploy(runtime, options);
      expect({ succeeded, problems }).to.deep.equal({ succeeded: true, problems: [] });
      expect(outputs["webSocketUrl"]).not.to.equal(runtime.outputs["webSocketUrl"]);
    } finally {
      await runtime.stop();
    }
  });
});
