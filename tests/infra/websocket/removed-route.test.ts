import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { redeploy } from "../../../local/redeploy.ts";
import { type Runtime, type StartOptions, start } from "../../../local/runtime.ts";
import { connect } from "../../end-to-end/wscat.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;
const PROGRAM = ["Pulumi.yaml", "package.json", "package-lock.json", "index.ts", "infra", "functions", "statemachines"];

/** What the stage answers to a frame of a route, which `$default` echoes once the route is gone. */
async function ping({ outputs }: Runtime): Promise<unknown> {
  const client = await connect(String(outputs["webSocketUrl"]));
  client.say({ action: "ping" });
  const answer = await client.hearJson();
  await client.close();
  return answer["type"] ?? Object(answer["requestContext"]).routeKey;
}

// Pulumi deletes last, on AWS as well: what docs/deploying.md tells under "Updating".
describe("A route that the program no longer has", function () {
  this.timeout(60_000);

  const program = mkdtempSync(join(tmpdir(), "removed-route-"));
  after(() => rmSync(program, { recursive: true }));

  it("is shown by the stage until another deployment is made", async () => {
    for (const name of PROGRAM) cpSync(join(ROOT, name), join(program, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(program, "node_modules"));
    const options: StartOptions = { program, clock: "virtual" };
    const runtime = await start(options);
    try {
      expect(await ping(runtime)).to.equal("pong");
      const hello = join(program, "infra/systems/hello.ts");
      writeFileSync(hello, readFileSync(hello, "utf8").replace(/^.*route\("ping-route".*\n/m, ""));
      // The replacement of the deployment, and what the route consisted of: itself, integration, two responses.
      const { changes } = (await redeploy(runtime, options)).summary;
      expect(changes).to.include({ replace: 1 });
      expect(changes.delete).to.be.greaterThan(3);
      expect(await ping(runtime)).to.equal("pong");
      const { succeeded } = await runtime.engine.up({ selection: { replaces: ["**::*-deployment"] } });
      expect(succeeded).to.equal(true);
      expect(await ping(runtime)).to.equal("$default");
    } finally {
      await runtime.stop();
    }
  });
});
