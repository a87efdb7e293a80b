import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./errors.ts";
import type { WorkerSettings } from "./messages.ts";

/** A handler as nodejs24.x takes them: no callbacks. */
export type Handler = (event: unknown, context: object) => unknown;

/** Where AWS's runtime lives; it shows in the texts of errors. */
const RUNTIME = "/var/runtime/index.mjs";

const CALLBACK_REFUSED =
  "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
  "You need to modify this function to use a supported handler signature to use Node.js 24 or later. " +
  "For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.";

/**
 * Loads the function that a handler setting such as `index.handler` names, the way AWS's runtime interface client
 * finds it: the exact file, then `.js`, `.mjs`, `.cjs`, then Node's own resolution from the task root.
 *
 * @throws RuntimeError as AWS names it; or whatever the module throws while it is loaded.
 */
export async function loadHandler(settings: WorkerSettings): Promise<Handler> {
  const { taskRoot, handler: setting } = settings;
  if (setting.includes("..")) {
    throw new RuntimeError(
      "Runtime.MalformedHandlerName",
      `'${setting}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, module, exported] = /^([^.]*)\.(.*)$/.exec(basename(setting)) ?? [];
  if (module === undefined || exported === undefined)
    throw new RuntimeError("Runtime.MalformedHandlerName", "Bad handler");
  provideSdk(settings.packagesFrom);
  const loaded = await load(taskRoot, dirname(setting), module);
  return select(loaded, exported, setting);
}

async function load(taskRoot: string, folder: string, module: string): Promise<unknown> {
  const path = resolve(taskRoot, folder, module);
  try {
    const file = ["", ".js", ".mjs", ".cjs"].map((extension) => path + extension).find(isFile);
    if (file !== undefined) return await loadFile(file);
    const require = createRequire(RUNTIME);
    return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError("Runtime.UserCodeSyntaxError", error);
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", error);
    }
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function loadFile(file: string): unknown {
  const isModule = extname(file) === ".mjs" || (extname(file) === ".js" && packageType(dirname(file)) === "module");
  return isModule ? import(pathToFileURL(file).href) : createRequire(RUNTIME)(file);
}

/** The `type` of the nearest package.json, which decides what `.js` is. */
function packageType(folder: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    const parsed: { type?: string } = JSON.parse(readFileSync(manifest, "utf8"));
    return parsed.type;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : packageType(parent);
}

function select(loaded: unknown, exported: string, setting: string): Handler {
  const found = member(loaded, exported) || (isNested(loaded) && member(loaded["default"], exported));
  if (!found) throw new RuntimeError("Runtime.HandlerNotFound", `${setting} is undefined or not exported`);
  if (typeof found !== "function") throw new RuntimeError("Runtime.HandlerNotFound", `${setting} is not a function`);
  if (found.length >= 3) throw new RuntimeError("Runtime.CallbackHandlerDeprecated", CALLBACK_REFUSED);
  return found as Handler;
}

/** What a path of names leads to; only objects are looked into, functions are not (ric `function/handler-resolver.ts`). */
function member(module: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((found, name) => (isNested(found) ? found[name] : undefined), module);
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** AWS's runtime has the SDK: a handler that does not bundle its clients finds the ones this project has. */
function provideSdk(packagesFrom: string): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^@(aws-sdk|smithy|aws-crypto)\//.test(specifier)) throw error;
        return next(specifier, { ...context, parentURL: packagesFrom });
      }
    },
  });
}
