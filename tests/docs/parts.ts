import { configurationTable } from "./configuration-table.ts";
import { costTables } from "./costs.ts";
import { deployerPolicy } from "./deployer-policy.ts";
import type { Generated } from "./generated.ts";
import { resourcesTables } from "./resources-table.ts";
import { stepFunctionsTables } from "./step-functions/markdown.ts";
import { suitePolicy } from "./suite-policy.ts";

/** Every part of `docs/` that a program writes. */
export async function parts(): Promise<readonly Generated[]> {
  return [
    { file: "resources.md", name: "resources", text: await resourcesTables() },
    { file: "step-functions.md", name: "step-functions", text: stepFunctionsTables() },
    { file: "deploying.md", name: "configuration", text: configurationTable() },
    { file: "deploying.md", name: "costs", text: await costTables() },
    { file: "deploying.md", name: "deployer", text: await deployerPolicy() },
    { file: "deploying.md", name: "suite", text: suitePolicy() },
  ];
}
