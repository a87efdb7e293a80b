import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { EmbeddedCli, type Ended } from "./embedded-cli.ts";

const codes = (all: readonly Ended[]): readonly (number | null)[] => all.map(({ code }) => code).sort();

describe("commands of the embedded executable that run at once on one stack", function () {
  this.timeout(120_000);
  let cli: EmbeddedCli;

  afterEach(() => cli.clear("s"));

  const several = (count: number, words: (index: number) => readonly string[]): Promise<readonly Ended[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => cli.run(words(index))));

  it("make it once: all but one are told that it exists", async () => {
    cli = new EmbeddedCli("services");
    const all = await several(3, () => ["stack", "init", "s"]);
    expect(codes(all)).to.deep.equal([0, 1, 1]);
    for (const { code, stderr } of all) if (code === 1) expect(stderr).to.equal("error: stack 's' already exists\n");
  });

  it("undo nothing of what another has changed", async () => {
    cli = new EmbeddedCli("services");
    await cli.run(["stack", "init", "s"]);
    await several(6, (index) => ["stack", "tag", "set", `tag${index}`, "v", "--stack", "s"]);
    const tags = JSON.parse((await cli.run(["stack", "tag", "ls", "--json", "--stack", "s"])).stdout);
    expect(Object.keys(tags)).to.deep.equal(["tag0", "tag1", "tag2", "tag3", "tag4", "tag5"]);
  });

  it("start one host where none runs any more", async () => {
    cli = new EmbeddedCli("services");
    await cli.run(["stack", "init", "s"]);
    await cli.run(["up", "--yes", "--stack", "s"]);
    process.kill(cli.hostPid("s"), "SIGKILL");
    const outputs = await several(3, () => ["stack", "output", "tableName", "--stack", "s"]);
    expect(outputs.map(({ stdout, stderr }) => stdout + stderr)).to.deep.equal(["things\n", "things\n", "things\n"]);
    expect(hostsIn(cli.state)).to.deep.equal([cli.hostPid("s")]);
  });

  it("preview while another updates, which cancel ends all the same", async () => {
    cli = new EmbeddedCli("waiting");
    await cli.run(["stack", "init", "s"]);
    const up = cli.start(["up", "--yes", "--stack", "s"]);
    await up.printed("Table table created");
    const preview = await cli.run(["preview", "--stack", "s"]);
    expect(preview.stdout).to.include("2 unchanged");
    await cli.run(["cancel", "--yes", "--stack", "s"]);
    expect((await up.ended).code).to.equal(8);
    expect((await cli.run(["destroy", "--yes", "--stack", "s"])).code).to.equal(0);
  });
});

/** The hosts of the stacks in a folder. */
function hostsIn(state: string): readonly number[] {
  return execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("host-main.ts") && line.includes(state))
    .map((line) => Number.parseInt(line, 10));
}
