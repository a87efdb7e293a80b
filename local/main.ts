import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { main } from "./cli/main.ts";

// The program's process keeps its compiled code where this one does, in a folder for each version of Node.js.
const folder = getCompileCacheDir();
process.exitCode = await main(process.argv, folder === undefined ? undefined : dirname(folder));
