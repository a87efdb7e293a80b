import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { ensureHost } from "../../process/host-client.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { refused } from "../../state/json-file.ts";
import { takeLock } from "../../state/lock.ts";
import { holdsSecret, sealed, unsealed } from "../../state/sealed.ts";
import { isEmpty, type StackFolder } from "../../state/stack-folder.ts";
import { SECRETS_OPTION } from "../arguments.ts";
import { type Command, type CommandContext, printed } from "../command.ts";
import { resourcesOf } from "../host-answers.ts";

/** The version of the format (`apitype.UntypedDeployment`). */
const VERSION = 3;

const exportState: Command = {
  name: "stack export",
  options: { ...SECRETS_OPTION, file: { type: "string" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const record = stack.read();
    context.checkPassphrase(record);
    const bare = await resourcesOf(stack, context.project);
    const isSecret = holdsSecret(bare);
    const key = isSecret && !args.flag("show-secrets") ? context.key(record) : undefined;
    const manifest = { time: record.lastUpdate ?? record.createdAt, magic: "", version: "" };
    const provider = { type: "passphrase", state: { salt: record.encryption?.salt ?? "" } };
    const deployment = {
      manifest,
      ...(key === undefined ? {} : { secrets_providers: provider }),
      resources: sealed(bare, key),
      // The engine records a resource when it has been made, and finishes what is under way before it ends.
      pending_operations: [],
    };
    const text = printed({ version: VERSION, deployment });
    const file = args.text("file");
    if (file === undefined) context.terminal.out(text);
    else write(resolve(context.terminal.workingDirectory, file), text);
    return EXIT.success;
  },
};

const importState: Command = {
  name: "stack import",
  options: { file: { type: "string" }, force: { type: "boolean", short: "f" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const file = args.text("file");
    if (file === undefined) throw new Refusal("--file FILE is missing: the state is read from it", EXIT.usage);
    const resources = resourcesIn(resolve(context.terminal.workingDirectory, file));
    const lock = takeLock(stack.lockFile, `stack import --stack ${stack.name}`);
    try {
      await adopt(stack, context, resources);
    } finally {
      lock.release();
    }
    context.terminal.out("Import complete.\n");
    return EXIT.success;
  },
};

/** `pulumi stack export|import` */
export const STATE_COMMANDS: readonly Command[] = [exportState, importState];

async function adopt(stack: StackFolder, context: CommandContext, resources: readonly Json[]): Promise<void> {
  const record = stack.read();
  context.checkPassphrase(record);
  const open = unsealed(resources, () => context.key(record));
  // Nothing to keep, nothing kept: no host need be started for it.
  if (resources.length === 0 && isEmpty(record)) return;
  const host = await ensureHost(stack, context.project);
  await host.ask({ kind: "import", resources: Array.isArray(open) ? open : [] });
  stack.change((before) => ({ ...before, lastUpdate: new Date().toISOString() }));
}

/** @throws Refusal when the file cannot be read, or is no deployment of this format. */
function resourcesIn(file: string): readonly Json[] {
  const json = read(file);
  const deployment: Json | undefined = isObject(json) ? json["deployment"] : undefined;
  const version = isObject(json) ? json["version"] : undefined;
  if (version !== VERSION || !isObject(deployment)) {
    throw new Refusal(`${file} is no state: {"version": ${VERSION}, "deployment": {…}} is expected`, EXIT.usage);
  }
  const { resources } = deployment satisfies JsonObject;
  // A stack that was never deployed is exported without any.
  return Array.isArray(resources) ? resources : [];
}

function read(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`the state cannot be read from ${file}: ${reason}`, EXIT.usage, { cause: error });
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw refused("write", file, error);
  }
}
