import { upperFirst } from "../first-letter.ts";
import type { Runtime } from "../runtime.ts";

/** What a person needs to go on, with lines to paste. */
export function readyMessage(runtime: Pick<Runtime, "outputs" | "url">, providerPort: number): string {
  const { outputs, url } = runtime;
  const lines: string[] = ["", "Ready."];
  const socket = outputs["webSocketUrl"];
  if (typeof socket === "string") lines.push(row("WebSocket", socket));
  if (typeof outputs["edgeUrl"] === "string" && outputs["edgeUrl"] !== "") lines.push(row("Edge", outputs["edgeUrl"]));
  lines.push(row("AWS endpoint", url));
  const tables = Object.entries(outputs).filter(([name]) => name.endsWith("TableName"));
  for (const [name, table] of tables) lines.push(row(label(name), String(table)));
  if (typeof socket === "string") lines.push("", "Talk to it:", `  npx wscat -c ${JSON.stringify(socket)}`);
  const first = outputs["sessionsTableName"] ?? tables[0]?.[1];
  if (first !== undefined) {
    lines.push("Look inside (any key does):", `  ${ANYBODY}`);
    lines.push(`  aws --endpoint-url ${url} dynamodb scan --table-name ${String(first)}`);
  }
  lines.push(pulumiLine(providerPort), "", "Ctrl-C stops it.", "");
  return lines.join("\n");
}

/** What the AWS CLI asks for before it sends anything; the endpoint takes any key and any region. */
const ANYBODY = "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1";

/**
 * How the real CLI is pointed at the provider of this process. Before it asks a provider anything, it downloads the plugins
 * of every package in `node_modules`, the attached one's too (https://github.com/pulumi/pulumi/issues/10572), unless told not to.
 */
export function pulumiLine(providerPort: number): string {
  return [
    "Deploy here with the Pulumi CLI (the first line keeps it from downloading plugins that nobody needs):",
    "  export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
    `  PULUMI_DEBUG_PROVIDERS=aws:${providerPort} pulumi up`,
  ].join("\n");
}

const LABEL_WIDTH = 16;

function row(name: string, value: string): string {
  return `  ${name.padEnd(LABEL_WIDTH)}${value}`;
}

/** `sessionsTableName` → `Sessions table`. */
function label(output: string): string {
  const words = output
    .replace(/Name$/, "")
    .replace(/[A-Z]/g, (upper) => ` ${upper.toLowerCase()}`)
    .trim();
  return upperFirst(words);
}
