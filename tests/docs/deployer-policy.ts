import { readFileSync } from "node:fs";
import { deploy } from "../infra/mocks.ts";
import { type PolicyStatement, policyBlock } from "./policy-block.ts";

/** What the provider calls for one resource type, or for all of a service. */
interface Needs {
  readonly resources: readonly string[];
  readonly actions: readonly string[];
  /** The service's prefix, where it tags with TagResource, UntagResource and ListTagsForResource. */
  readonly tags?: string;
  /** Actions that AWS knows on `*` only. */
  readonly everywhere?: readonly string[];
}

const NEEDS: Readonly<Record<string, Needs>> = JSON.parse(
  readFileSync(new URL("deployer-actions.json", import.meta.url), "utf8"),
);

/** Every service that a role of the program is handed to. */
const PASSED_TO = ["apigateway.amazonaws.com", "lambda.amazonaws.com", "states.amazonaws.com"];

/** Statements that grant what the deployment of the whole program calls, and nothing of services it does not use. */
export async function deployerStatements(): Promise<readonly PolicyStatement[]> {
  const program = await deploy({ edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" });
  const types = new Set(program.resources.filter(({ custom }) => custom).map(({ type }) => type));
  const groups = new Map<string, Set<string>>();
  const grant = (resources: readonly string[], actions: readonly string[]): void => {
    const key = resources.join(" ");
    groups.set(key, new Set([...(groups.get(key) ?? []), ...actions]));
  };
  for (const type of [...types].sort()) {
    const needs = needsOf(type);
    grant(needs.resources, [...needs.actions, ...tagging(needs.tags)]);
    if (needs.everywhere !== undefined) grant(["*"], needs.everywhere);
  }
  const statements = [...groups].map(([key, actions]): PolicyStatement => {
    const resources = key.split(" ");
    return { Sid: sid(resources), Effect: "Allow", Action: [...actions].sort(), Resource: resources };
  });
  return [...statements, passRole(), serviceLinkedRole()];
}

/** The policy as a JSON block of Markdown. */
export async function deployerPolicy(): Promise<string> {
  return policyBlock(await deployerStatements());
}

/** @throws Error for a type that nobody said anything about: a new type in the program needs a line in the table. */
export function needsOf(type: string): Needs {
  const [, family = "", member = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  const needs = NEEDS[`${family}/${member}`] ?? NEEDS[family];
  if (needs === undefined) throw new Error(`deployer-actions.json says nothing about ${type}`);
  return needs;
}

function tagging(service: string | undefined): readonly string[] {
  if (service === undefined) return [];
  return ["TagResource", "UntagResource", "ListTagsForResource"].map((action) => `${service}:${action}`);
}

function passRole(): PolicyStatement {
  return {
    Sid: "PassRole",
    Effect: "Allow",
    Action: ["iam:PassRole"],
    Resource: ["arn:aws:iam::${account}:role/*"],
    Condition: { StringEquals: { "iam:PassedToService": PASSED_TO } },
  };
}

/**
 * API Gateway makes its service-linked role when the first API of an account is created, with the caller's permission.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
 */
function serviceLinkedRole(): PolicyStatement {
  return {
    Sid: "ServiceLinkedRole",
    Effect: "Allow",
    Action: ["iam:CreateServiceLinkedRole"],
    Resource: [
      "arn:aws:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
    ],
  };
}

/** `arn:aws:events:…:event-bus/*` → `EventsEventBus`. */
function sid([first = ""]: readonly string[]): string {
  if (first === "*") return "NoNarrowerResource";
  const [, , service = "", , , ...rest] = first.split(":");
  const words = `${service}-${rest.join("-")}`.match(/[a-zA-Z]+/g) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
