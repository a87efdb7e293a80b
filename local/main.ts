import { enableCompileCache } from "node:module";
import { join } from "node:path";

/** Type stripping without a flag, and what Pulumi's SDK needs, came with this version. */
const OLDEST_NODE = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `Node.js ${process.versions.node} is too old: this needs ${OLDEST_NODE.join(".")}. ` +
      "The dev dependency `node` brings one; run `npm rebuild node` if its install script was skipped.\n",
  );
  process.exit(1);
}

const compileCache = join(import.meta.dirname, "..", "node_modules", ".cache", "node");
enableCompileCache(compileCache);
const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv, compileCache);
