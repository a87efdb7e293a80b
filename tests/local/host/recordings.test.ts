import { readFileSync } from "node:fs";
import { expect } from "chai";
import { EmbeddedCli } from "./embedded-cli.ts";

/** A command line that the Automation API ran, and how the real CLI answered. */
interface Recorded {
  readonly argv: readonly string[];
  readonly rc: number;
  /** Its first 700 characters. */
  readonly stdout: string;
}

const file = new URL("../../cases/pulumi-engine/automation-api-calls.jsonl", import.meta.url);
const recordings = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => JSON.parse(line));

/** The recorded command line, for the program of this test, without the listener that was there. */
function wordsOf({ argv }: Recorded): readonly string[] {
  const at = argv.indexOf("--event-log");
  const words = at < 0 ? argv : [...argv.slice(0, at), ...argv.slice(at + 2)];
  return words
    .filter((word) => word !== "--non-interactive")
    .map((word) => word.replace("recorded:defaultRoute=echo", "services:tableName=orders"));
}

/** What is common to the answers about any program: the lines without names, counts and times. */
function shapeOf(stdout: string, argv: readonly string[]): string {
  if (argv.includes("--json")) return keysOf(stdout).join(" ");
  const [first = ""] = stdout.split("\n");
  const step = /^ ([+-]) {2}\S+ \S+ (?:create |creating \(0s\) |deleting \(0s\) )$/m
    .exec(stdout)?.[0]
    .replace(/ \S+:\S+ \S+ /, " TYPE NAME ");
  return `${first}|${step ?? ""}`;
}

/** The keys of a JSON text, which may be cut off; outputs are the program's own. */
function keysOf(text: string): readonly string[] {
  const keys = [...text.matchAll(/^ {4}"([^"]+)":/gm)].map(([, key]) => key ?? "");
  return [...new Set(keys)].sort();
}

/** Keys of the history that tell of the machine and of git rather than of the stack. */
const expectKeys = (actual: string, recorded: string): void => {
  for (const key of recorded.split(" ").filter((each) => each !== "")) expect(actual.split(" ")).to.include(key);
};

describe("the embedded executable, on the recorded command lines", function () {
  this.timeout(60_000);
  const cli = new EmbeddedCli("services");

  after(() => cli.clear("pr-42"));

  for (const recorded of recordings) {
    it(`answers \`pulumi ${wordsOf(recorded).join(" ")}\` as the CLI did`, async () => {
      const { code, stdout, stderr } = await cli.run(wordsOf(recorded));
      expect(code, stderr).to.equal(recorded.rc);
      const [actual, wanted] = [stdout, recorded.stdout].map((text) => shapeOf(text, recorded.argv));
      if (recorded.argv.includes("--json")) expectKeys(actual ?? "", wanted ?? "");
      else expect(actual).to.equal(wanted);
    });
  }
});
