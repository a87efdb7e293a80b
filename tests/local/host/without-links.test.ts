import fs, { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createJsonFile, readJsonFile } from "../../../local/host/state/json-file.ts";
import { alone, readHolder, takeLock, waitForLock } from "../../../local/host/state/lock.ts";

const { linkSync } = fs;

/** No process has it: the largest that Linux ever gives. */
const DEAD = 2 ** 22 - 1;

// link(2): EPERM is what a file system without hard links answers.
for (const code of ["EPERM", "ENOTSUP", "ENOSYS"]) {
  describe(`locks on a file system without hard links (${code})`, () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "links-"));
      file = join(folder, "lock.json");
      fs.linkSync = () => {
        throw Object.assign(new Error(`${code}: operation not permitted, link`), { code });
      };
      syncBuiltinESMExports();
    });
    afterEach(() => {
      fs.linkSync = linkSync;
      syncBuiltinESMExports();
      rmSync(folder, { recursive: true });
    });

    it("are had by one at a time, and leave nothing", () => {
      const lock = takeLock(file, "up");
      expect(() => takeLock(file, "destroy")).to.throw('currently locked by 1 lock(s): "pulumi up"');
      lock.release();
      takeLock(file, "destroy").release();
      expect(readdirSync(folder)).to.deep.equal([]);
    });

    it("are taken over from processes that have died", async () => {
      const holder = { pid: DEAD, host: hostname(), user: "ada", command: "up", since: "now", token: "t" };
      writeFileSync(file, JSON.stringify(holder));
      takeLock(file, "up").release();
      writeFileSync(file, JSON.stringify(holder));
      (await waitForLock(file, "host", 60_000)).release();
      expect(alone(file, 60_000, () => "done")).to.equal("done");
      expect(readdirSync(folder)).to.deep.equal([]);
    });

    it("make a file once", () => {
      expect([createJsonFile(file, 1), createJsonFile(file, 2)]).to.deep.equal([true, false]);
      expect(readJsonFile(file)).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(["lock.json"]);
    });
  });
}

describe("a lock whose file holds nothing", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "empty-"));
    file = join(folder, "lock.json");
    writeFileSync(file, "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is somebody's who is writing it at this moment", () => {
    expect(() => takeLock(file, "up")).to.throw("locked by others that come and go: try again");
    expect(readHolder(file)?.pid).to.equal(0);
  });

  it("is nobody's after a while: who took it died before it was written", () => {
    utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    takeLock(file, "up").release();
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
