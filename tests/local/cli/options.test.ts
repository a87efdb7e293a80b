import { expect } from "chai";
import { readCommandLine } from "../../../local/cli/options.ts";

const start = { name: "npm start --", summary: "Runs.", deploys: true };
const provider = { name: "npm run provider --", summary: "Serves.", deploys: false };

/** Reads a command line after which commander would end the process, and what it wrote then. */
function ending(args: readonly string[], description: typeof start): string {
  const { exit } = process;
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map(({ write }) => write);
  let text = "";
  const keep = (chunk: unknown): boolean => {
    text += String(chunk);
    return true;
  };
  for (const stream of streams) stream.write = keep;
  process.exit = () => {
    throw new Error("exit");
  };
  try {
    readCommandLine(["node", "main.ts", ...args], description);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "exit") throw error;
  } finally {
    process.exit = exit;
    for (const [index, stream] of streams.entries()) stream.write = writes[index] ?? stream.write;
  }
  return text.replace(/\s+/g, " ");
}

describe("The command lines of npm start and npm run provider", () => {
  it("have their defaults", () => {
    expect(readCommandLine(["node", "main.ts"], start)).to.deep.equal({
      port: 4900,
      config: {},
      speed: 1,
      logLevel: "info",
    });
  });

  it("collect configuration values, which may hold an equals sign", () => {
    const { config } = readCommandLine(
      ["node", "main.ts", "--config", "a=1", "--config=tags=x=y", "--config", "a="],
      start,
    );
    expect(config).to.deep.equal({ a: "", tags: "x=y" });
  });

  it("show help without the names of data structures", () => {
    const help = ending(["--help"], start);
    expect(help).to.include("Usage: npm start --").and.include("--outputs <file>");
    expect(help).to.not.include("{}");
  });

  it("offer no file for outputs where nothing is deployed", () => {
    expect(ending(["--help"], provider)).to.not.include("outputs");
    expect(ending(["--outputs", "o.json"], provider)).to.include("unknown option '--outputs'");
  });

  for (const [args, complaint] of [
    [["--port", "70000"], "a port is 0 to 65535."],
    [["--speed", "0"], "a factor is a number above 0."],
    [["--config", "edge"], "KEY=VALUE is expected."],
    [["--data-dir", ""], "a path is expected."],
    [["--log-level", "loud"], "Allowed choices are debug, info, warn, error, silent."],
  ] as const) {
    it(`refuse ${args.join(" ")}`, () => {
      expect(ending(args, start)).to.include(complaint).and.include("--help lists the options");
    });
  }
});
