import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { ensureHost } from "../../process/host-client.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { takeLock } from "../../state/lock.ts";
import type { Arguments } from "../arguments.ts";
import type { Command, CommandContext } from "../command.ts";
import { resourcesOf } from "../host-answers.ts";

type Edit = (resources: readonly JsonObject[], named: (resource: JsonObject) => boolean) => readonly JsonObject[];

const ALL = { all: { type: "boolean" } } as const;

const unprotect: Command = {
  name: "state unprotect",
  words: 1,
  options: ALL,
  run: (context, args) =>
    edit(context, args, "unprotected", (resources, named) =>
      resources.map(({ protect, ...resource }) => ({ ...resource, ...(named(resource) ? {} : { protect }) })),
    ),
};

const protect: Command = {
  name: "state protect",
  words: 1,
  options: ALL,
  run: (context, args) =>
    edit(context, args, "protected", (resources, named) =>
      resources.map((resource) => (named(resource) ? { ...resource, protect: true } : resource)),
    ),
};

const remove: Command = {
  name: "state delete",
  words: 1,
  options: { ...ALL, force: { type: "boolean" }, "target-dependents": { type: "boolean" } },
  run: (context, args) =>
    edit(context, args, "deleted", (resources, named) => {
      const going = resources.filter(named);
      const guarded = going.find((resource) => resource["protect"] === true);
      if (guarded !== undefined && !args.flag("force")) {
        throw new Refusal(
          `${String(guarded["urn"])} is protected: run \`pulumi state unprotect\` first, or add --force`,
        );
      }
      return withoutThese(resources, new Set(going.map(({ urn }) => String(urn))), args.flag("target-dependents"));
    }),
};

/** `pulumi state …`: what is kept of resources is changed, and nothing of the resources themselves. */
export const EDIT_STATE_COMMANDS: readonly Command[] = [unprotect, protect, remove];

async function edit(context: CommandContext, args: Arguments, done: string, change: Edit): Promise<0> {
  const [urn] = args.positionals;
  if ((urn === undefined) !== args.flag("all")) {
    throw new Refusal("either the resource's URN or --all must be given", EXIT.usage);
  }
  const { terminal, project } = context;
  if (!args.flag("yes") && (terminal.ask === undefined || args.flag("non-interactive"))) {
    throw new Refusal("--yes must be passed in to edit the state when running in non-interactive mode", EXIT.usage);
  }
  const stack = context.stack(args);
  const lock = takeLock(stack.lockFile, `state --stack ${stack.name}`);
  try {
    const resources = (await resourcesOf(stack, project)).filter(isObject);
    const named = (resource: JsonObject): boolean => urn === undefined || resource["urn"] === urn;
    if (!resources.some(named)) throw new Refusal(`No such resource "${urn ?? ""}" exists in the current state`);
    const changed: readonly Json[] = change(resources, named);
    if (
      !args.flag("yes") &&
      !/^y(es)?$/i.test((await terminal.ask?.("This will edit your stack's state directly. Confirm? (yes/no) ")) ?? "")
    ) {
      throw new Refusal("confirmation declined", EXIT.cancelled);
    }
    await (await ensureHost(stack, project)).ask({ kind: "import", resources: changed });
  } finally {
    lock.release();
  }
  terminal.out(`Resource ${done}\n`);
  return EXIT.success;
}

/** @throws Refusal when something that stays stands on what goes. */
function withoutThese(
  resources: readonly JsonObject[],
  going: Set<string>,
  dependents: boolean,
): readonly JsonObject[] {
  return resources.filter((resource) => {
    const { urn } = resource;
    if (going.has(String(urn))) return false;
    const under = standsOn(resource).find((other) => going.has(other));
    if (under === undefined) return true;
    if (!dependents) {
      throw new Refusal(
        `${under} can't be safely deleted because ${String(urn)} stands on it: delete that first, or add --target-dependents`,
      );
    }
    going.add(String(urn));
    return false;
  });
}

function standsOn({ parent, provider, dependencies }: JsonObject): readonly string[] {
  const list = Array.isArray(dependencies) ? dependencies.map(String) : [];
  const configured = typeof provider === "string" ? provider.slice(0, provider.lastIndexOf("::")) : "";
  return [...list, configured, typeof parent === "string" ? parent : ""];
}
