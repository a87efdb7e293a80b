import { readFileSync } from "node:fs";
import { expect } from "chai";
import { stopAll, subject } from "./support.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly format: "Text" | "JSON";
  readonly system?: "DEBUG" | "INFO" | "WARN";
  /** The handler's body, and what stands before the handler. */
  readonly body: string;
  readonly before?: string;
  /** Whether the lines around the handler's own count, and those of Lambda alone. */
  readonly start?: boolean;
  readonly platform?: boolean;
  readonly lines: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/lambda/logs.json", import.meta.url), "utf8"),
);

/** A line without what differs from run to run. */
function plain(line: string): string {
  return line
    .replace(/^[\d-]+T[\d:.]+Z\t/, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/[\d.]+ (ms|MB)/g, "N $1")
    .replace(/("Refused: bad"),.*\]/, "$1,FRAMES]");
}

function ofPlatform(line: string): string[] {
  const { type, record } = JSON.parse(line) as { type?: string; record?: { status?: string } };
  if (type === undefined) return [];
  return [record?.status === undefined ? type : `${type} ${record.status}`];
}

describe("A function's log", () => {
  afterEach(stopAll);

  for (const { name, format, system, body, before = "", start = false, platform = false, lines } of cases) {
    it(`is AWS's: ${name}`, async () => {
      const { create, invoke, log, environment } = subject();
      const source = `${before}export const handler = async () => { ${body} }`;
      const LoggingConfig = { LogFormat: format, ...(system === undefined ? {} : { SystemLogLevel: system }) };
      await create("f", { "index.mjs": source }, { LoggingConfig });
      await invoke("f");
      await environment.clock.idle();
      const written = log().filter((line) => !line.startsWith("INIT_START"));
      const own = platform
        ? written.flatMap(ofPlatform)
        : written.filter((line) => start || !/^(START|END|REPORT) |"platform\./.test(line)).map(plain);
      // The worker's clock runs on while the virtual one stands still, so that its lines may come behind Lambda's.
      if (start) expect(own).to.have.members(lines);
      else expect(own).to.deep.equal(lines);
    });
  }
});
