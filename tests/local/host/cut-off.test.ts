import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { EmbeddedCli, expectSentence } from "./embedded-cli.ts";

/** Hears of the process of a program: each new process connects to it, and its connection ends with it. */
async function rollCall(program: string) {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const hello = `import { connect } from "node:net"; connect(${port}).on("error", () => {}).unref().write(process.argv.join());`;
  const answered = new Promise<{ readonly gone: Promise<unknown> }>((resolve) => {
    server.on("connection", (socket) => {
      const gone = once(
        socket.on("error", () => undefined),
        "close",
      );
      socket.once("data", (words) => {
        if (words.includes("--project") && words.includes(program)) resolve({ gone });
      });
    });
  });
  return {
    options: `--import=data:text/javascript,${encodeURIComponent(hello)}`,
    answered,
    end: () => server.close(),
  };
}

describe("the embedded executable, cut off in the middle of an operation", function () {
  this.timeout(120_000);
  let cli: EmbeddedCli;

  beforeEach(async () => {
    cli = new EmbeddedCli("waiting");
    await cli.run(["stack", "init", "s"]);
  });
  afterEach(() => cli.clear("s"));

  const expectWhole = async (): Promise<void> => {
    const exported = await cli.run(["stack", "export", "--stack", "s"]);
    expect(JSON.parse(exported.stdout).deployment.pending_operations).to.deep.equal([]);
    const destroyed = await cli.run(["destroy", "--yes", "--stack", "s"]);
    expect(destroyed.code, destroyed.stderr).to.equal(0);
    expect((await cli.run(["stack", "rm", "--yes", "s"])).code).to.equal(0);
  };

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends the operation at ${signal}, keeps what was made, and can be destroyed`, async () => {
      const up = cli.start(["up", "--yes", "--stack", "s"]);
      await up.printed("Table table created");
      up.process.kill(signal);
      const ended = await up.ended;
      expect(ended.code).to.equal(8);
      expectSentence(ended, /update canceled/);
      await expectWhole();
    });
  }

  it("is locked meanwhile, and ended by cancel", async () => {
    const up = cli.start(["up", "--yes", "--stack", "s"]);
    await up.printed("Table table created");
    const other = await cli.run(["destroy", "--yes", "--stack", "s"]);
    expectSentence(other, /the stack is currently locked by 1 lock\(s\)/);
    expect((await cli.run(["cancel", "--yes", "--stack", "s"])).code).to.equal(0);
    expect((await up.ended).code).to.equal(8);
    await expectWhole();
  });

  it("survives the death of the command", async () => {
    const up = cli.start(["up", "--yes", "--stack", "s"]);
    await up.printed("Table table created");
    up.process.kill("SIGKILL");
    await up.ended;
    await expectWhole();
  });

  it("says so when the host dies, ends its program, and goes on from what is kept", async () => {
    const roll = await rollCall("waiting");
    const up = cli.start(["up", "--yes", "--stack", "s"], { NODE_OPTIONS: roll.options });
    await up.printed("Table table created");
    process.kill(cli.hostPid("s"), "SIGKILL");
    const ended = await up.ended;
    expect(ended.code).to.equal(1);
    expectSentence(ended, /the host of stack s .* has gone while it was at work: run the command again/);
    await (await roll.answered).gone;
    roll.end();
    await expectWhole();
  });

  it("tells what it has although the command that made it was killed", async () => {
    const up = cli.start(["up", "--yes", "--stack", "s"]);
    await up.printed("Table table created");
    // When the host has answered something else, what it told before is written as well.
    await cli.run(["preview", "--stack", "s"]);
    process.kill(cli.hostPid("s"), "SIGKILL");
    up.process.kill("SIGKILL");
    await up.ended;
    const { deployment } = JSON.parse((await cli.run(["stack", "export", "--stack", "s"])).stdout);
    expect(deployment.resources).to.have.length(2);
    expect((await cli.run(["stack", "rm", "--yes", "s"])).stderr).to.match(/'s' still has resources/);
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).stdout).to.include("- 2 deleted");
    expect(JSON.parse(readFileSync(join(cli.state, "stacks", "s", "stack.json"), "utf8"))).to.not.have.key("unsettled");
  });

  it("is unlocked by cancel, be the process that locked it on another machine", async () => {
    const holder = { host: "elsewhere", user: "ada", command: "up", since: "2026-11-21T12:00:00Z", token: "t", pid: 1 };
    writeFileSync(join(cli.state, "stacks", "s", "lock.json"), JSON.stringify(holder));
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).stderr).to.include("of ada@elsewhere (process 1)");
    await cli.run(["cancel", "--yes", "--stack", "s"]);
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).code).to.equal(0);
  });
});
