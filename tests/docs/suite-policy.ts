import { readdirSync, readFileSync } from "node:fs";
import { type PolicyStatement, policyBlock } from "./policy-block.ts";

/** What IAM calls the services of the SDK's clients. */
const PREFIXES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "dynamodb-streams": "dynamodb",
  eventbridge: "events",
  "resource-groups-tagging-api": "tag",
  sfn: "states",
};

/** Actions that AWS knows on `*` only. */
const EVERYWHERE = new Set([
  "dynamodb:ListStreams",
  "lambda:ListEventSourceMappings",
  "lambda:ListFunctions",
  "logs:DescribeLogGroups",
  "sns:Unsubscribe",
  "sqs:ListQueues",
  "tag:GetResources",
]);

/** What the end-to-end suite and the sweep call besides what deploys a stack. */
export function suiteStatements(): readonly PolicyStatement[] {
  const actions = [...sources("../end-to-end/"), ...sources("../../automation/")].flatMap(actionsOf);
  return statementsOf([...new Set(actions)].sort());
}

/** The policy as a JSON block of Markdown. */
export function suitePolicy(): string {
  return policyBlock(suiteStatements());
}

function statementsOf(actions: readonly string[]): readonly PolicyStatement[] {
  const narrow = actions.filter((action) => !EVERYWHERE.has(action));
  const services = [...new Set(narrow.map((action) => action.split(":")[0] ?? ""))];
  const everywhere = actions.filter((action) => EVERYWHERE.has(action));
  return [
    ...services.map((service) => ({
      Sid: `Suite${service.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
      Effect: "Allow" as const,
      Action: narrow.filter((action) => action.startsWith(`${service}:`)),
      Resource: [service === "iam" ? "arn:aws:iam::${account}:role/*" : `arn:aws:${service}:\${region}:\${account}:*`],
    })),
    { Sid: "SuiteNoNarrowerResource", Effect: "Allow", Action: everywhere, Resource: ["*"] },
  ];
}

function sources(folder: string): readonly string[] {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(new URL(file, url), "utf8"));
}

/** The operations of the commands that a file imports. */
function actionsOf(source: string): readonly string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([a-z-]+)"/g);
  return [...imports].flatMap(([, names = "", client = ""]) => {
    // Sockets' connections are managed with one action, whatever is done with them.
    if (client === "apigatewaymanagementapi") return ["execute-api:ManageConnections"];
    const commands = names.match(/\b[A-Z]\w+(?=Command\b)/g) ?? [];
    return commands.map((command) => `${PREFIXES[client] ?? client}:${command}`);
  });
}
