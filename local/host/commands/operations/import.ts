import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readProject } from "../../../engine/project.ts";
import type { JsonObject } from "../../../json.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { refused } from "../../state/json-file.ts";
import type { Arguments } from "../arguments.ts";
import type { Command, CommandContext } from "../command.ts";
import { importsOf, readImportFile } from "./import-file.ts";
import { COMMON_OPERATION_OPTIONS, operate } from "./operate.ts";

const COPY =
  "Please copy the following code into your Pulumi application. Not doing so\n" +
  "will cause Pulumi to report that an update will happen on the next update command.\n\n";
const PROTECTED =
  "Please note that the imported resources are marked as protected. To destroy them\n" +
  "you will need to remove the `protect` option and run `pulumi update` *before*\n" +
  "the destroy will take effect.\n\n";

/** `pulumi import [type] [name] [id]` */
export const IMPORT: Command = {
  name: "import",
  words: Number.POSITIVE_INFINITY,
  options: {
    ...COMMON_OPERATION_OPTIONS,
    parent: { type: "string" },
    provider: { type: "string" },
    properties: { type: "string", multiple: true },
    file: { type: "string", short: "f" },
    out: { type: "string", short: "o" },
    "generate-code": { type: "boolean" },
    protect: { type: "boolean" },
    "preview-only": { type: "boolean" },
  },
  run: async (context, args) => {
    const stack = context.stack(args);
    const protect = args.flag("protect", true);
    const { goals, names } = importsOf(given(context, args), {
      stack: stack.name,
      project: readProject(context.project).name,
      protect,
    });
    const out = outputOf(context, args);
    const { exitCode, answer } = await operate("import", context, args, { imports: goals, names });
    const code = args.flag("generate-code", true) ? (answer?.code ?? "") : "";
    show(context, args, { out, code, protect });
    return exitCode;
  },
};

/** @throws Refusal when the line says neither one resource nor a file. */
function given(context: CommandContext, args: Arguments): JsonObject {
  const { positionals } = args;
  const properties = args.list("properties").flatMap((each) => each.split(","));
  const [parent, provider] = [specOf(args, "parent"), specOf(args, "provider")];
  const file = args.text("file");
  if (file !== undefined) {
    if (positionals.length > 0 || parent !== undefined || provider !== undefined || properties.length > 0) {
      throw new Refusal("an inline resource may not be specified in conjunction with an import file", EXIT.usage);
    }
    return readImportFile(resolve(context.terminal.workingDirectory, file));
  }
  const [type, name, id] = positionals;
  if (id === undefined) {
    const missing = ["type, name, and id", "name and id", "id"][positionals.length] ?? "";
    throw new Refusal(
      `an inline resource must be specified if no converter or import file is used, missing ${missing}`,
      EXIT.usage,
    );
  }
  if (positionals.length > 3) throw new Refusal("only expected at most three arguments", EXIT.usage);
  if (parent !== undefined && parent.name === provider?.name) {
    throw new Refusal(`provider and parent must have distinct names, both were '${parent.name}'`, EXIT.usage);
  }
  const table = [parent, provider].flatMap((spec) => (spec === undefined ? [] : [[spec.name, spec.urn] as const]));
  const resource = { type, name, id, properties, parent: parent?.name ?? "", provider: provider?.name ?? "" };
  return { nameTable: Object.fromEntries(table), resources: [resource as JsonObject] };
}

/** `name=URN`, or a URN alone. */
function specOf(args: Arguments, option: "parent" | "provider"): { name: string; urn: string } | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const at = text.startsWith("urn:") ? -1 : text.indexOf("=");
  const [name, urn] = at < 0 ? [option, text] : [text.slice(0, at), text.slice(at + 1)];
  if (name === "" || !/^urn:pulumi:[^:]+::[^:]+::/.test(urn)) {
    throw new Refusal(`--${option} must be of the form name=URN, not ${JSON.stringify(text)}`, EXIT.usage);
  }
  return { name, urn };
}

/** Made before anything is imported, so that a file that cannot be written is noticed in time. */
function outputOf({ terminal }: CommandContext, args: Arguments): string | undefined {
  const out = args.text("out");
  if (out === undefined) return undefined;
  if (!args.flag("generate-code", true)) {
    terminal.error("Output file will not be used as --generate-code is false.\n");
  }
  const file = resolve(terminal.workingDirectory, out);
  write(file, "");
  return file;
}

function show(
  { terminal }: CommandContext,
  args: Arguments,
  { out, code, protect }: { readonly out: string | undefined; readonly code: string; readonly protect: boolean },
): void {
  if (code === "") return;
  if (out !== undefined) write(out, code);
  else if (!args.flag("json")) terminal.out(`${COPY}${protect ? PROTECTED : ""}${code}`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw refused("write", file, error);
  }
}
