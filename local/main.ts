import { enableCompileCache } from "node:module";
import { join } from "node:path";

/** Compiled code is kept next to the packages, for this process and for the program's. */
const compileCache = join(import.meta.dirname, "..", "node_modules", ".cache", "node");
enableCompileCache(compileCache);

const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv, compileCache);
