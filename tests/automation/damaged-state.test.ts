import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EXIT } from "../../automation/exit-codes.ts";
import { lifetimeTags } from "../../automation/lifetime.ts";
import { isAlive } from "../../local/host/state/process-alive.ts";
import { StackFolder } from "../../local/host/state/stack-folder.ts";
import { EmbeddedCli } from "../local/host/embedded-cli.ts";
import { commandLine } from "./command-line.ts";

const LIFETIME = { owner: "ada", commit: "c", branch: "b", created: new Date(0), expires: new Date(1) };
const RECORD = {
  createdAt: new Date(0).toISOString(),
  project: new URL("../..", import.meta.url).pathname,
  projectName: "websocket-orders",
  config: {},
  resourceCount: 0,
};

describe("a state folder in which something is damaged", function () {
  this.timeout(120_000);

  for (const { name, text } of [
    { name: "no JSON", text: '{"tags": {' },
    { name: "empty", text: "" },
    { name: "of another kind", text: "[]" },
    { name: "without what every record has", text: '{"tags": {}, "config": {}}' },
    {
      name: "of nonsense",
      text: '{"tags": {"a": 1}, "config": {}, "createdAt": "", "project": "", "resourceCount": 0}',
    },
  ]) {
    it(`lists and sweeps the other stacks when one's record is ${name}`, async () => {
      const state = mkdtempSync(join(tmpdir(), "damaged-"));
      const local = ["--local", "--state", state, "--engine", "embedded"];
      try {
        const whole = new StackFolder("whole", join(state, "stacks", "whole"));
        whole.create({ ...RECORD, tags: lifetimeTags(LIFETIME) });
        const damaged = join(state, "stacks", "hurt", "stack.json");
        mkdirSync(join(state, "stacks", "hurt"));
        writeFileSync(damaged, text);
        const told = `${damaged} is damaged: restore it, or remove ${join(state, "stacks", "hurt")} with the stack`;

        const list = await commandLine(["list", ...local]);
        expect(list.code, list.error).to.equal(EXIT.success);
        expect(list.out).to.match(/\nhurt +\? +- +- +- +\?\n/);
        expect(list.out)
          .to.match(/\nThe stack hurt cannot be read: [^\n]+\n$/)
          .and.to.include(told);
        const { stacks } = JSON.parse((await commandLine(["list", "--json", ...local])).out);
        expect(stacks).to.deep.include({ name: "hurt", trouble: told });

        const dry = await commandLine(["sweep", "--dry-run", ...local]);
        expect(dry).to.include({ code: EXIT.other, error: `The stack hurt cannot be read: ${told}\n` });
        const sweep = await commandLine(["sweep", "--json", ...local]);
        expect(sweep.code).to.equal(EXIT.cleanup);
        expect(sweep.error).to.include(`The stack hurt cannot be read: ${told}\n`);
        expect(JSON.parse(sweep.out).gone).to.deep.equal(["whole"]);
        expect(readFileSync(damaged, "utf8")).to.equal(text);
      } finally {
        rmSync(state, { recursive: true, force: true });
      }
    });
  }
});

describe("a state folder with a stack that this user cannot read", function () {
  this.timeout(60_000);

  it("lists and sweeps the others, and says so", async () => {
    const state = mkdtempSync(join(tmpdir(), "unreadable-"));
    const local = ["--local", "--state", state, "--engine", "embedded"];
    try {
      const whole = new StackFolder("whole", join(state, "stacks", "whole"));
      whole.create({ ...RECORD, tags: lifetimeTags(LIFETIME) });
      // What no user can read as a file, root included.
      mkdirSync(join(state, "stacks", "shut", "stack.json"), { recursive: true });
      const told = /The stack shut cannot be read: cannot read [^\n]+stack\.json: [^\n]+\(EISDIR\)\n/;
      expect((await commandLine(["list", ...local])).out).to.match(told);
      const { code, out, error } = await commandLine(["sweep", ...local]);
      expect({ code, out }).to.deep.equal({ code: EXIT.cleanup, out: "Gone: whole\n" });
      expect(error).to.match(told);
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

describe("a stack whose host's address is damaged", function () {
  this.timeout(120_000);
  const cli = new EmbeddedCli("services");

  after(() => cli.clear("s"));

  it("gets a new host with the same URLs, and says so in one line", async () => {
    await cli.run(["stack", "init", "s"]);
    expect((await cli.run(["up", "--yes"])).code).to.equal(0);
    const before = await cli.run(["stack", "output", "awsEndpointUrl"]);
    const pid = cli.hostPid("s");
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
    const file = join(cli.state, "stacks", "s", "host.json");
    truncateSync(file, 10);
    const after = await cli.run(["stack", "output", "awsEndpointUrl"]);
    expect(after.stdout).to.equal(before.stdout);
    expect(after.stderr).to.equal(
      `warning: ${file} was damaged and is replaced: the stack gets a new host where the old one is gone\n`,
    );
    expect((await cli.run(["destroy", "--yes"])).code).to.equal(0);
  });
});
