import { createModules } from "../../local/modules.ts";
import { INVOKES } from "../../local/provider/invokes/all.ts";
import { createRegistry, type ResourceType } from "../../local/provider/registry.ts";
import type { PropertySchema } from "../../local/provider/schema.ts";
import { testEnvironment } from "../support/environment.ts";

/** The resource types and functions that the runtime serves, as Markdown. */
export async function resourcesTables(): Promise<string> {
  const environment = testEnvironment();
  const modules = createModules(environment, environment.aws);
  const { types, functions, resource } = createRegistry(modules, INVOKES);
  for (const module of modules) await module.stop?.();
  return [
    `${types.length} resource types:`,
    "",
    "| Type | Id | Import by | A change replaces | Changes in place | Tags |",
    "|---|---|---|---|---|---|",
    ...types.map((type) => row(type, resource(type))),
    "",
    `${functions.length} functions:`,
    "",
    ...functions.map((token) => `- \`${token}\``),
  ].join("\n");
}

function row(type: string, { schema, handler }: ResourceType): string {
  const properties = Object.entries(schema.inputs).filter(([, { unserved }]) => unserved !== true);
  const inPlace = properties.filter(([, property]) => property.replace === undefined).map(([name]) => name);
  const cells =
    handler.update === undefined
      ? ["everything", "nothing"]
      : [list(properties.filter(([, { replace }]) => replace !== undefined).map(replaced)), list(inPlace.map(code))];
  const ids = [code(schema.id), schema.importId === undefined ? "its id" : code(schema.importId)];
  return `| ${[code(type), ...ids, ...cells, schema.taggable === true ? "yes" : "no"].join(" | ")} |`;
}

/** What the conditions of `replace` mean, for those that have one. */
function replaced([name, { replace }]: readonly [string, PropertySchema]): string {
  switch (replace) {
    case "region":
      return `${code(name)} (another region)`;
    case "other-value":
      return `${code(name)} (another value; not setting or unsetting it)`;
    case "decrease":
      return `${code(name)} (a smaller value)`;
    default:
      return code(name);
  }
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "nothing" : items.join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}
