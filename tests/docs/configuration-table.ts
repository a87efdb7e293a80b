import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The package brings no types of its own.
const yaml: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");

interface Declared {
  readonly type: string;
  readonly default: unknown;
  readonly description: string;
}

/** What `Pulumi.yaml` declares, as Markdown. */
export function configurationTable(): string {
  const { config } = yaml.load(readFileSync(new URL("../../Pulumi.yaml", import.meta.url), "utf8")) as {
    readonly config: Readonly<Record<string, Declared>>;
  };
  return [
    "| Key | Type | Default | What it does |",
    "|---|---|---|---|",
    ...Object.entries(config).map(([key, { type, default: value, description }]) => {
      const standard = value === "" ? "empty" : `\`${String(value)}\``;
      return `| \`${key}\` | ${type} | ${standard} | ${description.replaceAll("|", "\\|")} |`;
    }),
  ].join("\n");
}
