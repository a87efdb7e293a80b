import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { asset } from "@pulumi/pulumi";
import type { BuildFailure, BuildOptions, Message } from "esbuild";
import { UserError } from "./errors.ts";
import { type Bundle, keptBundle } from "./kept-bundle.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Bundled CommonJS packages call `require`, which ES modules do not have. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const OPTIONS = {
  bundle: true,
  write: false,
  outfile: "index.mjs",
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  // The names of modules are in the bundle: where `node_modules` is a link, as in a second working copy, they would tell
  // where to, and the function would be updated by every deployment from another place.
  preserveSymlinks: true,
  banner: { js: REQUIRE },
  legalComments: "none",
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * The code of a Lambda function: one file with everything it imports, the AWS SDK included, so that what runs is what
 * was tested. Equal sources give equal bytes on every machine: nothing in the bundle tells where or when it was made.
 *
 * @param entry - A file under `functions/`.
 * @throws UserError with file, line and column when it does not compile.
 */
export async function bundled(entry: string): Promise<asset.AssetArchive> {
  const options = { ...OPTIONS, entryPoints: [`functions/${entry}`] };
  const text = await keptBundle(ROOT, JSON.stringify(options), () => bundle(entry, options));
  return new asset.AssetArchive({ "index.mjs": new asset.StringAsset(text) });
}

async function bundle(entry: string, options: typeof OPTIONS & BuildOptions): Promise<Bundle> {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({ ...options, absWorkingDir: ROOT, metafile: true }).catch(
    (error: unknown) => refused(entry, error),
  );
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of functions/${entry}`);
  return { text: file.text, inputs: Object.keys(metafile.inputs) };
}

/**
 * The code of a CloudFront function: the file without its types. CloudFront knows no modules, so the file may import
 * nothing and its one export, `handler`, becomes an ordinary function.
 *
 * @param entry - A file under `functions/`.
 * @throws UserError with file, line and column when it does not compile.
 */
export async function edgeCode(entry: string): Promise<string> {
  const { transform } = await import("esbuild");
  const source = await readFile(`${ROOT}functions/${entry}`, "utf8");
  const { code } = await transform(source, {
    loader: "ts",
    target: "es2017",
    sourcefile: `functions/${entry}`,
    logLevel: "silent",
  }).catch((error: unknown) => refused(entry, error));
  return code.replace(/^export (?=function handler\b)/m, "");
}

function refused(entry: string, error: unknown): never {
  if (!isBuildFailure(error)) throw error;
  throw new UserError(`functions/${entry} cannot be bundled:`, error.errors.map(problem));
}

function problem({ location, text }: Message): { where: string; reason: string } {
  return {
    where: location === null ? "esbuild" : `${location.file}:${location.line}:${location.column + 1}`,
    reason: text,
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
