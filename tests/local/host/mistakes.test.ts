import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EmbeddedCli, expectSentence } from "./embedded-cli.ts";

/** Listens on a port as soon as whoever has it has let go. */
async function taken(server: Server, port: number): Promise<void> {
  for (;;) {
    const error = await new Promise<Error | undefined>((resolve) => {
      server.once("error", resolve);
      server.listen(port, "127.0.0.1", () => resolve(undefined));
    });
    server.removeAllListeners("error").removeAllListeners("listening");
    if (error === undefined) return;
  }
}

describe("the embedded executable, on mistakes and accidents", function () {
  this.timeout(120_000);
  let cli: EmbeddedCli;

  beforeEach(() => {
    cli = new EmbeddedCli("services");
  });
  afterEach(() => cli.clear("s"));

  for (const { name, words, code, says, stack } of [
    { name: "a stack that is not there", words: ["stack", "select", "s"], code: 6, says: /no stack named 's' found/ },
    { name: "no stack", words: ["up", "--yes"], code: 6, says: /no stack selected/ },
    { name: "an illegal name", words: ["stack", "init", "a b"], code: 2, says: /"a b" is no name for a stack/ },
    { name: "a path for a name", words: ["stack", "init", ".."], code: 2, says: /is no name for a stack/ },
    {
      name: "a command it has not",
      words: ["config", "env", "ls"],
      code: 2,
      says: /does not serve `pulumi config env ls`/,
    },
    { name: "an option it has not", words: ["up", "--policy-pack", "x"], code: 2, says: /'--policy-pack'/ },
    {
      name: "no confirmation",
      words: ["destroy"],
      code: 2,
      says: /--yes or --skip-preview must be passed in/,
      stack: true,
    },
    { name: "a removal nobody confirmed", words: ["stack", "rm"], code: 2, says: /requires --yes flag/, stack: true },
    { name: "a flag with nonsense", words: ["up", "--refresh=maybe"], code: 2, says: /--refresh is true or false/ },
    {
      name: "a plan that is none",
      words: ["up", "--plan", "/dev/null"],
      code: 2,
      says: /the plan cannot be read/,
      stack: true,
    },
    {
      name: "a page that is none",
      words: ["stack", "history", "--page", "last"],
      code: 2,
      says: /--page is a whole number above 0, not "last"/,
      stack: true,
    },
    { name: "half an import", words: ["import", "a:b:C"], code: 2, says: /missing name and id/, stack: true },
    { name: "words too many", words: ["stack", "foo"], code: 2, says: /does not serve `pulumi stack foo`/ },
    { name: "an option of another command", words: ["destroy", "--replace", "x"], code: 2, says: /'--replace'/ },
  ] as readonly { name: string; words: string[]; code: number; says: RegExp; stack?: boolean }[]) {
    it(`refuses ${name} by name`, async () => {
      if (stack === true) await cli.run(["stack", "init", "s"]);
      const ended = await cli.run(words);
      expect(ended.code).to.equal(code);
      expectSentence(ended, says);
    });
  }

  it("refuses a second stack of the same name", async () => {
    await cli.run(["stack", "init", "s"]);
    const ended = await cli.run(["stack", "init", "s"]);
    expect(ended.code).to.equal(1);
    expectSentence(ended, /stack 's' already exists/);
  });

  it("refuses a wrong passphrase, and none", async () => {
    await cli.run(["stack", "init", "s"]);
    const wrong = await cli.run(["up", "--yes", "--stack", "s"], { PULUMI_CONFIG_PASSPHRASE: "x" });
    expect(wrong.code).to.equal(3);
    expectSentence(wrong, /incorrect passphrase/);
  });

  it("refuses a configuration that the project does not declare", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["config", "set", "tabelName", "x", "--stack", "s"]);
    const ended = await cli.run(["up", "--yes", "--stack", "s"]);
    expect(ended.code).to.equal(4);
    expect(ended.stdout).to.include("unknown configuration key tabelName: Pulumi.yaml declares tableName");
    expect(ended.stdout).not.to.include("aws:");
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).code).to.equal(0);
  });

  it("tells all wrong inputs before anything is made, those of later resources included", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["config", "set", "wrongModes", '["CHEAP","DEAR"]', "--stack", "s"]);
    const ended = await cli.run(["up", "--yes", "--skip-preview", "--stack", "s"]);
    expect(ended.code).to.equal(4);
    expect(ended.stdout).to.match(/aws:dynamodb:Table \(after-CHEAP\):\n {4}error: billingMode/);
    expect(ended.stdout).to.match(/aws:dynamodb:Table \(after-DEAR\):\n {4}error: billingMode/);
    expect(ended.stdout).to.not.match(/creat/);
    expectSentence(ended, /update failed/);
    const exported = await cli.run(["stack", "export", "--stack", "s"]);
    expect(JSON.parse(exported.stdout).deployment.resources).to.deep.equal([]);
    expect((await cli.run(["stack", "rm", "--yes", "s"])).code).to.equal(0);
  });

  it("says so when it may not write the state folder", async function () {
    // Nothing is forbidden to root.
    if (process.getuid?.() === 0) this.skip();
    chmodSync(cli.state, 0o500);
    const ended = await cli.run(["stack", "init", "s"]);
    chmodSync(cli.state, 0o700);
    expect(ended.code).to.equal(3);
    expectSentence(ended, /this user may not/);
  });

  it("says so when the state folder is a file", async () => {
    const file = join(cli.state, "file");
    writeFileSync(file, "");
    const ended = await cli.run(["stack", "init", "s"], { PULUMI_BACKEND_URL: `file://${file}` });
    expect(ended.code).to.equal(1);
    expectSentence(ended, /a part of the path is a file/);
  });

  it("says so when a stack's record is damaged", async () => {
    await cli.run(["stack", "init", "s"]);
    writeFileSync(join(cli.state, "stacks", "s", "stack.json"), "{");
    const ended = await cli.run(["up", "--yes", "--stack", "s"]);
    expect(ended.code).to.equal(1);
    expectSentence(ended, /stack\.json is damaged/);
  });

  it("waits for nobody: a stack at work is locked, a dead process's lock is not, and cancel clears it", async () => {
    await cli.run(["stack", "init", "s"]);
    const lock = join(cli.state, "stacks", "s", "lock.json");
    const holder = { host: hostname(), user: "ada", command: "up", since: "2026-11-21T12:00:00Z", token: "t" };
    writeFileSync(lock, JSON.stringify({ ...holder, pid: process.pid }));
    const locked = await cli.run(["up", "--yes", "--stack", "s"]);
    expect(locked.code).to.equal(1);
    expectSentence(locked, /the stack is currently locked by 1 lock\(s\): "pulumi up" of ada@/);
    writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 - 1 }));
    expect((await cli.run(["cancel", "--yes", "--stack", "s"])).code).to.equal(0);
    writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 - 1 }));
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).code).to.equal(0);
  });

  it("starts a new host when the port of the last one is stale", async () => {
    await cli.run(["stack", "init", "s"]);
    const address = { pid: process.pid, port: 1, token: "t" };
    writeFileSync(join(cli.state, "stacks", "s", "host.json"), JSON.stringify(address));
    const ended = await cli.run(["preview", "--stack", "s"]);
    expect(ended.code).to.equal(0);
    expect(ended.stdout).to.include("+ 2 to create");
  });

  it("says so, again and again, when another process has the port of the stack's URLs, and destroys all the same", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["up", "--yes", "--stack", "s"]);
    const port = cli.endpointPort("s");
    process.kill(cli.hostPid("s"), "SIGTERM");
    const other = createServer();
    await taken(other, port);
    try {
      for (const words of [
        ["stack", "output"],
        ["up", "--yes"],
        ["refresh", "--yes"],
      ]) {
        const ended = await cli.run([...words, "--stack", "s"]);
        expect(ended.code).to.equal(1);
        expectSentence(ended, new RegExp(`URLs have the port ${port}, which another process has taken`));
      }
      const destroyed = await cli.run(["destroy", "--yes", "--stack", "s"]);
      expect(destroyed.code, destroyed.stderr).to.equal(0);
    } finally {
      other.close();
    }
  });

  it("keeps a stack whose host was killed: outputs, URLs and resources are as before", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["up", "--yes", "--stack", "s"]);
    const outputs = ["stack", "output", "--json", "--stack", "s"];
    const before = await cli.run(outputs);
    process.kill(cli.hostPid("s"), "SIGKILL");
    const after = await cli.run(outputs);
    expect(after.stdout).to.equal(before.stdout);
    expect(after.stdout).to.include('"secret": "[secret]"');
    const destroyed = await cli.run(["destroy", "--yes", "--stack", "s"]);
    expect(destroyed.stdout).to.include("- 2 deleted");
    expect((await cli.run(["stack", "rm", "--yes", "s"])).stdout).to.equal("Stack 's' has been removed!\n");
  });

  it("keeps the region of a stack whose host was killed, whoever asks for it first", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["config", "set", "aws:region", "eu-west-1", "--stack", "s"]);
    expect((await cli.run(["up", "--yes", "--stack", "s"])).code).to.equal(0);
    process.kill(cli.hostPid("s"), "SIGKILL");
    expect((await cli.run(["stack", "output", "tableName", "--stack", "s"])).stdout).to.equal("things\n");
    const refreshed = await cli.run(["refresh", "--yes", "--expect-no-changes", "--stack", "s"]);
    expect(refreshed.code, refreshed.stdout).to.equal(0);
    await cli.run(["destroy", "--yes", "--stack", "s"]);
  });

  it("does not forget a stack that still has resources", async () => {
    await cli.run(["stack", "init", "s"]);
    await cli.run(["up", "--yes", "--stack", "s"]);
    const ended = await cli.run(["stack", "rm", "--yes", "s"]);
    expect(ended.code).to.equal(1);
    expectSentence(ended, /'s' still has resources; removal rejected/);
  });
});
