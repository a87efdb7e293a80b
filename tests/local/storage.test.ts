import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import fc from "fast-check";
import type { Json } from "../../local/json.ts";
import { fileStorage, StorageError } from "../../local/storage.ts";
import { testEnvironment } from "../support/environment.ts";

/** A document is written, or deleted where there is no value. */
interface Change {
  readonly key: string;
  readonly value: number | null;
}

describe("The data directory", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "storage-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const refusal = (path: string): string => {
    try {
      fileStorage(path).close();
    } catch (error) {
      expect(error).to.be.instanceOf(StorageError);
      return error instanceof Error ? error.message : "";
    }
    return "";
  };

  it("keeps documents by collection and key, and forgets what is deleted", () => {
    const first = fileStorage(directory);
    const orders = first.collection("orders");
    orders.put("b", { total: 2 });
    orders.put("a", [1, null, "it's"]);
    orders.put("c", 3);
    orders.delete("c");
    first.collection("sessions").put("a", true);
    first.close();
    const second = fileStorage(directory);
    expect(second.collection("orders").entries()).to.deep.equal([
      ["a", [1, null, "it's"]],
      ["b", { total: 2 }],
    ]);
    second.close();
  });

  it("is one runtime's: another is refused in one sentence until the first has closed it", () => {
    const first = fileStorage(directory);
    expect(refusal(directory)).to.equal(
      `The data directory ${directory} is in use by another runtime: stop that one, or choose another with --data-dir.`,
    );
    first.close();
    expect(refusal(directory)).to.equal("");
  });

  it("is its owner's alone, whatever the umask, and leaves a directory that was there as it is", () => {
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    const made = join(directory, "made");
    for (const path of [directory, made]) {
      if (path === directory) chmodSync(path, 0o755);
      const storage = fileStorage(path);
      storage.collection("orders").put("a", 1);
      storage.flush();
      const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.map(({ name }) => `${name} ${modeOf(join(path, name))}`)).to.deep.equal([
        "runtime.sqlite 600",
        "runtime.sqlite-wal 600",
      ]);
      storage.close();
    }
    expect([modeOf(directory), modeOf(made)]).to.deep.equal(["755", "700"]);
  });

  it("takes no writes after it has been closed", () => {
    const first = fileStorage(directory);
    const orders = first.collection("orders");
    first.close();
    orders.put("late", 1);
    first.flush();
    const second = fileStorage(directory);
    expect(second.collection("orders").entries()).to.deep.equal([]);
    second.close();
  });

  it("says that a damaged file is damaged", () => {
    writeFileSync(join(directory, "runtime.sqlite"), Buffer.alloc(5000, 7));
    expect(refusal(directory)).to.equal(
      `The data directory ${directory} is damaged: remove it to begin anew, or choose another with --data-dir.`,
    );
  });

  it("says that a document is damaged", () => {
    const first = fileStorage(directory);
    first.collection("orders").put("a", 1);
    first.close();
    const database = new DatabaseSync(join(directory, "runtime.sqlite"));
    database.exec("UPDATE documents SET value = '{'");
    database.close();
    const second = fileStorage(directory);
    expect(() => second.collection("orders").entries()).to.throw(StorageError, `${directory} is damaged`);
    second.close();
  });

  it("waits while the disk is full, says so once, and misses nothing afterwards", async () => {
    const { exec } = DatabaseSync.prototype;
    let full = true;
    DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
      if (full && sql === "COMMIT") throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
      exec.call(this, sql);
    };
    try {
      const { clock, log, lines } = testEnvironment();
      const storage = fileStorage(directory, { clock, log });
      const orders = storage.collection("orders");
      for (const total of [1, 2, 3]) {
        orders.put("a", total);
        storage.flush();
      }
      orders.put("b", 4);
      full = false;
      await clock.advance(1000);
      orders.put("c", 5);
      storage.flush();
      expect(orders.entries().map(([key, total]) => `${key}=${total}`)).to.deep.equal(["a=3", "b=4", "c=5"]);
      expect(lines).to.deep.equal([
        `error The data directory ${directory} cannot be written (database or disk is full): what happens from now on is lost when the runtime ends before there is room again.`,
        `info The data directory ${directory} can be written again, and nothing is missing.`,
      ]);
      storage.close();
    } finally {
      DatabaseSync.prototype.exec = exec;
    }
  });

  it("stays as it was until it is told to keep what is written", () => {
    const first = fileStorage(directory);
    first.collection("orders").put("a", 1);
    first.close();
    const before = readFileSync(join(directory, "runtime.sqlite"));
    const refused = fileStorage(directory, { withheld: true });
    refused.collection("orders").put("a", 2);
    refused.collection("orders").delete("a");
    refused.flush();
    refused.close();
    expect(readdirSync(directory)).to.deep.equal(["runtime.sqlite"]);
    expect(readFileSync(join(directory, "runtime.sqlite")).equals(before)).to.equal(true);
    const kept = fileStorage(directory, { withheld: true });
    kept.collection("orders").put("a", 3);
    expect(kept.collection("orders").entries()).to.deep.equal([["a", 1]]);
    kept.keep();
    kept.collection("orders").put("b", 4);
    expect(kept.collection("orders").entries()).to.deep.equal([
      ["a", 3],
      ["b", 4],
    ]);
    kept.close();
  });

  it("removes the file that it made when nothing is to be kept, but nobody else's", () => {
    fileStorage(directory, { withheld: true }).close();
    expect(readdirSync(directory)).to.deep.equal([]);
    const storage = fileStorage(directory, { withheld: true });
    expect(refusal(directory)).to.match(/ is in use by another runtime: /);
    storage.keep();
    storage.close();
    expect(readdirSync(directory)).to.deep.equal(["runtime.sqlite"]);
  });

  it("holds what was written before it was closed, unless that was withheld to the last", () => {
    const change = fc.record({ key: fc.constantFrom("a", "b", "c"), value: fc.option(fc.nat()) });
    const run = fc.record({
      withheld: fc.boolean(),
      before: fc.array(change, { maxLength: 5 }),
      keeps: fc.boolean(),
      after: fc.array(change, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
        const folder = mkdtempSync(join(directory, "runs-"));
        let expected = new Map<string, Json>();
        for (const { withheld, before, keeps, after } of runs) {
          const storage = fileStorage(folder, { withheld });
          const orders = storage.collection("orders");
          expect(new Map(orders.entries())).to.deep.equal(expected);
          const now = new Map(expected);
          const write = ({ key, value }: Change): void => {
            if (value === null) orders.delete(key);
            else orders.put(key, value);
            if (value === null) now.delete(key);
            else now.set(key, value);
          };
          before.forEach(write);
          if (keeps) storage.keep();
          after.forEach(write);
          storage.close();
          if (keeps || !withheld) expected = now;
        }
      }),
      { numRuns: 50 },
    );
  });

  it("names a directory below one that takes none", function () {
    // Node's own recursive making of folders does not end there.
    if (!existsSync("/proc/self")) this.skip();
    expect(refusal("/proc/none/data")).to.match(
      /^The data directory \/proc\/none\/data cannot be used: no such file or directory \(ENOENT\)\.$/,
    );
  });

  it("names a directory that cannot be made", () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(refusal(join(file, "data"))).to.match(
      /^The data directory .*file\/data cannot be used: a part of its path is a file\.$/,
    );
  });
});
