import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EXIT } from "../../automation/exit-codes.ts";
import { commandLine } from "./command-line.ts";

describe("a deployment that is refused", function () {
  this.timeout(120_000);
  const state = mkdtempSync(join(tmpdir(), "failed-up-"));
  const local = ["--local", "--state", state, "--engine", "embedded"];

  after(async () => {
    await commandLine(["destroy", "--stack", "kept", ...local]);
    rmSync(state, { recursive: true, force: true });
  });

  it("says once why, and that nothing was made; a new stack is gone again", async () => {
    const { code, out, error } = await commandLine(["up", "--stack", "new", "--config", "nope=1", ...local]);
    expect({ code, out }).to.deep.equal({ code: EXIT.deployment, out: "" });
    expect(error).to.match(
      /^Deploying new\nerror: The configuration [^\n]+:\n {2}websocket-orders:nope: [^\n]+\nThe deployment of new failed\.\nNothing was made\.\n$/,
    );
    expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
  });

  it("names a mistaken key of the provider once, and the nearest right one", async () => {
    const { code, error } = await commandLine(["up", "--stack", "new", "--config", "aws:regio=x", ...local]);
    expect(code).to.equal(EXIT.deployment);
    expect(error).to.equal(
      "Deploying new\nerror: aws:regio is no option that the local runtime serves: did you mean region?\n" +
        "The deployment of new failed.\nNothing was made.\n",
    );
  });

  it("tells it as JSON where JSON is asked for", async () => {
    const { code, out, error } = await commandLine(["up", "--stack", "new", "--config", "nope=1", "--json", ...local]);
    expect({ code, out }).to.deep.equal({ code: EXIT.deployment, out: "" });
    const lines = error
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => Object.keys(line)[0])).to.deep.equal(["stage", "error", "failure"]);
    expect(lines.at(-1)).to.include({ exitCode: EXIT.deployment });
    expect(lines.at(-1).failure).to.match(/nope[\s\S]*\nNothing was made\.$/);
  });

  it("tells the same of a preview, once", async () => {
    const { code, error } = await commandLine(["preview", "--stack", "new", "--config", "nope=1", ...local]);
    expect(code).to.equal(EXIT.deployment);
    expect(error.match(/nope/g)).to.have.length(1);
    expect(error).to.match(/\nThe preview of new failed\.\n$/);
  });

  it("keeps what there was, says how to forget a value, and is destroyed in spite of it", async () => {
    expect((await commandLine(["up", "--stack", "kept", ...local])).code).to.equal(EXIT.success);
    const { error } = await commandLine(["up", "--stack", "kept", "--config", "aws:regio=x", ...local]);
    expect(error).to.match(
      /\nWhat was made is kept: npm run stack -- destroy --stack kept [^\n]+\n--unset aws:regio forgets what --config has set\.\n$/,
    );
    const { code, out } = await commandLine(["destroy", "--stack", "kept", ...local]);
    expect({ code, out }).to.deep.equal({ code: EXIT.success, out: "kept is gone.\n" });
  });
});
