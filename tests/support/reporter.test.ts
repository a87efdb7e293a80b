import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const ROOT = join(import.meta.dirname, "..", "..");
const MOCHA = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");

describe("a run of the suite", function () {
  this.timeout(60_000);
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "run-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  for (const { name, words, contents, says } of [
    {
      name: "is closed by how many passed, failed and were skipped",
      words: ["--parallel", "--jobs", "2"],
      contents: [
        'it("passes", () => {}); it.skip("is skipped", () => {});',
        'it("fails", () => { throw new Error(); });',
      ],
      says: /\n1 passed, 1 failed, 1 skipped\n$/,
    },
    {
      name: "has failed when a test ends one of its processes",
      words: ["--parallel", "--jobs", "2"],
      contents: ['it("passes", () => {});', 'it("ends", () => process.exit(0));'],
      says: /terminated Unexpectedly[\s\S]*\n1 passed, 1 failed\n$/,
    },
    {
      name: "has failed, and has no count, when a test ends its only process",
      words: [],
      contents: ['it("passes", () => {}); it("ends", () => process.exit(0));'],
      says: /^\s*\.\s*The run ended before its tests did\.\n$/,
    },
  ]) {
    it(name, () => {
      const files = contents.map((content, index) => {
        const file = join(directory, `${index}.test.mjs`);
        writeFileSync(file, content);
        return file;
      });
      const all = ["--no-config", "--reporter", "tests/support/reporter.ts", ...words, ...files];
      const ended = spawnSync(process.execPath, [MOCHA, ...all], { cwd: ROOT, encoding: "utf8" });
      expect(ended.stdout + ended.stderr).to.match(says);
      expect(ended.status).to.equal(1);
    });
  }
});
