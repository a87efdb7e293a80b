import { readFileSync } from "node:fs";
import { configurationTable } from "./configuration-table.ts";
import { costSummary, costTables } from "./costs.ts";
import { deployerPolicy } from "./deployer-policy.ts";
import type { Generated } from "./generated.ts";
import { resourcesTables } from "./resources-table.ts";
import { stepFunctionsTables } from "./step-functions/markdown.ts";
import { suitePolicy } from "./suite-policy.ts";

/** A program for people to take along: a file here, so that it is type-checked. */
function snippet(file: string): string {
  return `\`\`\`ts\n${readFileSync(new URL(file, import.meta.url), "utf8")}\`\`\``;
}

/** Every part of the documents that a program writes. */
export async function parts(): Promise<readonly Generated[]> {
  return [
    { file: "docs/resources.md", name: "resources", text: await resourcesTables() },
    { file: "docs/step-functions.md", name: "step-functions", text: stepFunctionsTables() },
    { file: "docs/deploying.md", name: "configuration", text: configurationTable() },
    { file: "docs/deploying.md", name: "costs", text: await costTables() },
    { file: "README.md", name: "costs", text: await costSummary() },
    { file: "docs/deploying.md", name: "deployer", text: await deployerPolicy() },
    { file: "docs/deploying.md", name: "suite", text: suitePolicy() },
    { file: "docs/deploying.md", name: "github-role", text: snippet("github-role.ts") },
  ];
}
