import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { asset } from "@pulumi/pulumi";
import { type BuildFailure, build, type Message, transform } from "esbuild";
import { UserError } from "./errors.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));

/** Bundled CommonJS packages call `require`, which ES modules do not have. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * The code of a Lambda function: one file with everything it imports, the AWS SDK included, so that what runs is what
 * was tested. Equal sources give equal bytes on every machine: nothing in the bundle tells where or when it was made.
 *
 * @param entry - A file under `functions/`.
 * @throws UserError with file, line and column when it does not compile.
 */
export async function bundled(entry: string): Promise<asset.AssetArchive> {
  const result = await build({
    absWorkingDir: PROJECT,
    entryPoints: [`functions/${entry}`],
    bundle: true,
    write: false,
    outfile: "index.mjs",
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
    legalComments: "none",
    logLevel: "silent",
  }).catch((error: unknown) => refused(entry, error));
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of functions/${entry}`);
  return new asset.AssetArchive({ "index.mjs": new asset.StringAsset(file.text) });
}

/**
 * The code of a CloudFront function: the file without its types. CloudFront knows no modules, so the file may import
 * nothing and its one export, `handler`, becomes an ordinary function.
 *
 * @param entry - A file under `functions/`.
 * @throws UserError with file, line and column when it does not compile.
 */
export async function edgeCode(entry: string): Promise<string> {
  const source = await readFile(`${PROJECT}functions/${entry}`, "utf8");
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
