import { enableCompileCache } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "node"));
const { deferPackages } = await import("../local/engine/program/deferred-packages.ts");
deferPackages(join(import.meta.dirname, ".."));
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv);
