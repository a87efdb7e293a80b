import { enableCompileCache } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "node"));

const { main } = await import("./cli/provider-main.ts");
process.exitCode = await main(process.argv);
