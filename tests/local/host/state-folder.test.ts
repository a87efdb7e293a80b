import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { EmbeddedCli, expectSentence } from "./embedded-cli.ts";

describe("a state folder", function () {
  this.timeout(60_000);
  const scratch = mkdtempSync(join(tmpdir(), "state-"));
  const cli = new EmbeddedCli("services");

  after(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await cli.clear();
  });
  const init = (folder: string) => cli.run(["stack", "init", "s"], { PULUMI_BACKEND_URL: pathToFileURL(folder).href });

  for (const { name, folder } of [
    { name: "with spaces", folder: "two words" },
    { name: "with percent signs", folder: "100%25 %" },
    { name: "with signs that mean something in a URL", folder: "a?b#c" },
    { name: "with other letters", folder: "заказы-注文-é" },
  ]) {
    it(`${name} is used as it is`, async () => {
      expect((await init(join(scratch, folder))).code).to.equal(0);
      const listed = await cli.run(["stack", "ls"], { PULUMI_BACKEND_URL: pathToFileURL(join(scratch, folder)).href });
      expect(listed.stdout).to.match(/\ns\* +n\/a +n\/a\n$/);
    });
  }

  for (const { name, folder, says } of [
    {
      name: "below a file",
      folder: "file/sub",
      says: /file\/sub\/stacks\/s cannot be made, because a part of the path/,
    },
    { name: "that is a file", folder: "file", says: /cannot be made, because a part of the path is a file/ },
    {
      name: "with a name that is too long",
      folder: "y".repeat(300),
      says: /^error: cannot make [^\n]{300,340}…: name too long \(ENAMETOOLONG\)\n$/,
    },
  ]) {
    it(`${name} is refused in one sentence`, async () => {
      writeFileSync(join(scratch, "file"), "");
      const ended = await init(join(scratch, folder));
      expect(ended.code).to.equal(1);
      expectSentence(ended, says);
    });
  }

  it("that this user may not write is refused in one sentence", async function () {
    // Nothing is forbidden to root.
    if (process.getuid?.() === 0) this.skip();
    const folder = join(scratch, "closed");
    mkdirSync(folder, { mode: 0o500 });
    const ended = await init(folder);
    chmodSync(folder, 0o700);
    expect(ended.code).to.equal(3);
    expectSentence(ended, /this user may not make .*: change its permissions, or choose another state folder/);
  });
});
