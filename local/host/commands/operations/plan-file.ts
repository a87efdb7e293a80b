import { readFileSync, writeFileSync } from "node:fs";
import { nameOf } from "../../../engine/state/urn.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import type { ImportEntry } from "../../process/protocol.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { refused } from "../../state/json-file.ts";
import { holdsSecret, sealed, unsealed } from "../../state/sealed.ts";
import type { Arguments } from "../arguments.ts";
import type { CommandContext } from "../command.ts";

/** What stands where a person has to write an id. */
const PLACEHOLDER = "<PLACEHOLDER>";

/** Writes what a preview has planned (`apitype.DeploymentPlanV1`), its secrets encrypted as in the stack's state unless they are to be shown. */
export function writePlan(context: CommandContext, args: Arguments, file: string, resourcePlans: Json): void {
  const record = context.stack(args).read();
  const key = holdsSecret(resourcePlans) && !args.flag("show-secrets") ? context.key(record) : undefined;
  const manifest = { time: new Date().toISOString(), magic: "", version: "" };
  write(file, { manifest, resourcePlans: sealed(resourcePlans, key) });
  context.terminal.out(
    `Update plan written to '${file}'\n` +
      `Run \`pulumi up --plan='${file}'\` to constrain the update to the operations planned by this preview\n`,
  );
}

/** @throws Refusal when the file cannot be read, or is no plan. */
export function readPlan(context: CommandContext, args: Arguments, file: string): Json {
  let json: Json;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`the plan cannot be read from ${file}: ${reason}`, EXIT.usage, { cause: error });
  }
  const { resourcePlans } = isObject(json) ? json : {};
  if (!isObject(json) || !isObject(json["manifest"])) {
    throw new Refusal(`${file} is no plan: what \`pulumi preview --save-plan FILE\` writes is expected`, EXIT.usage);
  }
  return unsealed(resourcePlans ?? {}, () => context.key(context.stack(args).read()));
}

/** `preview --import-file`: everything that would be made, for a person to fill in the ids of what exists already. */
export function writeImportFile(file: string, creates: readonly ImportEntry[]): void {
  const made = new Set(creates.map(({ urn }) => urn));
  const parents = creates.map(({ parent }) => parent).filter((urn) => urn !== "" && !isRoot(urn));
  const nameTable = parents.filter((urn) => !made.has(urn)).map((urn) => [nameOf(urn), urn] as const);
  const resources = creates.map(({ type, name, parent, component }) => ({
    type,
    name,
    ...(component ? {} : { id: PLACEHOLDER }),
    ...(parent === "" || isRoot(parent) ? {} : { parent: nameOf(parent) }),
    ...(component ? { component } : {}),
  }));
  write(file, { ...(nameTable.length === 0 ? {} : { nameTable: Object.fromEntries(nameTable) }), resources });
}

function isRoot(urn: string): boolean {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}

function write(file: string, json: JsonObject): void {
  try {
    writeFileSync(file, `${JSON.stringify(json, null, 4)}\n`, { mode: 0o600 });
  } catch (error) {
    throw refused("write", file, error);
  }
}
