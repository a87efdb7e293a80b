import { SECTIONS } from "./sections.ts";

// `run-section.ts NAME`: one section in this process; its figures are the one line printed.
const section = SECTIONS[process.argv[2] ?? ""];
if (section === undefined) throw new Error(`no section ${process.argv[2]}`);
process.stdout.write(`${JSON.stringify(await section())}\n`);
process.exit(0);
