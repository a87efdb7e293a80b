/**
 * Loaded before the program, in its process: takes out of the SDK's way what only costs time there, and ends the process
 * with the engine that it is for.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { deferPackages } from "./deferred-packages.ts";

deferPackages(process.cwd());

// An engine that is killed cannot end its program, and one that waits for something would wait for ever.
process.once("disconnect", () => process.exit(1));
process.channel?.unref();

/**
 * Stack traces stay V8's own. `@pulumi/pulumi/cmd/run` installs `source-map-support`, which builds every trace in
 * JavaScript although the positions are right without it: Node strips the types in place. And the SDK takes a trace
 * for each of its promises, in case one leaks; that one is written only when it is read.
 */
function prepareStackTrace(error: Error, sites: readonly NodeJS.CallSite[]): unknown {
  const text = (): string => [String(error), ...sites.map((site) => `    at ${String(site)}`)].join("\n");
  return sites[0]?.getFunctionName() === "debuggablePromise" ? { toString: text } : text();
}

Object.defineProperty(Error, "prepareStackTrace", { get: () => prepareStackTrace, set: () => undefined });

/**
 * Debug messages stay here. The SDK sends several for every resource, one call after another, and nobody reads them:
 * three calls in four of a deployment.
 */
const log: typeof import("@pulumi/pulumi/log/index.js") = createRequire(join(process.cwd(), "package.json"))(
  "@pulumi/pulumi/log",
);
log.debug = () => Promise.resolve();
