import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Figure } from "./figure.ts";
import { SECTIONS } from "./sections.ts";

const USAGE = `npm run bench -- [section…] [--json FILE]

Measures this machine and prints a table; the same as JSON goes to FILE (bench-results.json).
Each section has processes of its own. Sections: ${Object.keys(SECTIONS).join(", ")}.
`;

const NAME_WIDTH = 56;
const VALUE_WIDTH = 10;
const UNIT_WIDTH = 10;
const AIM_WIDTH = 12;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "string", default: "bench-results.json" }, help: { type: "boolean", default: false } },
  });
  const unknown = positionals.filter((name) => !(name in SECTIONS));
  if (values.help || unknown.length > 0) {
    process.stdout.write(unknown.length > 0 ? `No section ${unknown.join(", ")}.\n\n${USAGE}` : USAGE);
    return unknown.length > 0 ? 1 : 0;
  }
  const machine = {
    node: process.version,
    processor: cpus()[0]?.model ?? "unknown",
    processors: availableParallelism(),
    loadBefore: loadavg()[0],
  };
  process.stdout.write(
    `${machine.processors} × ${machine.processor}, Node ${machine.node}, load ${machine.loadBefore}\n`,
  );
  const sections: Record<string, readonly Figure[]> = {};
  let failed = false;
  for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
    process.stdout.write(`\n${name}\n`);
    const figures = await measured(name);
    failed ||= figures === undefined;
    sections[name] = figures ?? [];
    for (const figure of figures ?? []) process.stdout.write(row(figure));
  }
  const results = { date: new Date().toISOString(), machine: { ...machine, loadAfter: loadavg()[0] }, sections };
  writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`\nAs JSON: ${values.json}\n`);
  return failed ? 1 : 0;
}

/** Undefined when the section failed, which it has said itself. */
function measured(name: string): Promise<readonly Figure[] | undefined> {
  const script = join(import.meta.dirname, "run-section.ts");
  // Thousands of sockets need more open files than a shell usually allows.
  const raised = 'ulimit -n "$(ulimit -Hn)" 2>/dev/null; exec "$0" "$@"';
  const child = spawn("sh", ["-c", raised, process.execPath, script, name], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve(code === 0 ? JSON.parse(text) : undefined));
  });
}

function row({ name, value, unit, aim = "", note }: Figure): string {
  const number = value.toLocaleString("en-US", { maximumFractionDigits: 3 }).padStart(VALUE_WIDTH);
  const line = `  ${name.padEnd(NAME_WIDTH)}${number} ${unit.padEnd(UNIT_WIDTH)}${aim.padEnd(AIM_WIDTH)}`;
  return `${note === undefined ? line.trimEnd() : `${line}(${note})`}\n`;
}
