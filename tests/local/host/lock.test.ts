import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { isStale, readHolder, takeLock } from "../../../local/host/state/lock.ts";

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

  it("is stale only when its process is gone", () => {
    const holder = { pid: process.pid, host: hostname(), user: "", command: "", since: "", token: "" };
    expect([holder, { ...holder, pid: DEAD }, { ...holder, pid: DEAD, host: "x" }].map(isStale)).to.deep.equal([
      false,
      true,
      false,
    ]);
  });

  it("is not released for whoever took it over", () => {
    const lock = takeLock(file, "up");
    left({ token: "other" });
    lock.release();
    expect(readHolder(file)?.token).to.equal("other");
  });
});
