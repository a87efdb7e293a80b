import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { alone, readHolder, takeLock, waitForLock } from "../../../local/host/state/lock.ts";

/** No process has it: the largest that Linux ever gives. */
const DEAD = 2 ** 22 - 1;

describe("a stack's lock", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, "deep", "lock.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const left = (more: object): void => {
    mkdirSync(dirname(file), { recursive: true });
    const holder = { pid: DEAD, host: hostname(), user: "ada", command: "up", since: "now", token: "t" };
    writeFileSync(file, JSON.stringify({ ...holder, ...more }));
  };

  it("is had by one at a time, and leaves nothing", () => {
    const lock = takeLock(file, "up");
    expect(() => takeLock(file, "destroy")).to.throw('currently locked by 1 lock(s): "pulumi up"');
    lock.release();
    takeLock(file, "destroy").release();
    expect(readdirSync(join(folder, "deep"))).to.deep.equal([]);
  });

  it("of a process that has died is taken over", () => {
    left({});
    const lock = takeLock(file, "up");
    expect(readHolder(file)).to.include({ pid: process.pid, command: "up" });
    lock.release();
    expect(existsSync(file)).to.equal(false);
  });

  it("of another machine is never taken over: whether its process lives cannot be known", () => {
    left({ host: "elsewhere" });
    expect(() => takeLock(file, "up")).to.throw("ada@elsewhere");
  });

  it("is not released for whoever took it over", () => {
    const lock = takeLock(file, "up");
    left({ token: "other" });
    lock.release();
    expect(readHolder(file)?.token).to.equal("other");
  });

  it("is waited for, and had in turn", async () => {
    const first = takeLock(file, "up");
    const turns: string[] = [];
    const second = waitForLock(file, "host", 60_000).then((lock) => {
      turns.push("second");
      lock.release();
    });
    turns.push("first");
    first.release();
    await second;
    expect(turns).to.deep.equal(["first", "second"]);
  });

  it("that is held for too long is taken over by who waits: nobody of whom it could be is left", async () => {
    left({ host: "elsewhere" });
    expect(alone(file, 20, () => "done")).to.equal("done");
    left({ host: "elsewhere" });
    (await waitForLock(file, "host", 20)).release();
    expect(readdirSync(join(folder, "deep"))).to.deep.equal([]);
  });
});
