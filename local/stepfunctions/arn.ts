import type { Scope } from "../aws/caller.ts";
import { invalidArn, invalidName } from "./errors.ts";

/** A Step Functions ARN taken apart. */
export type StatesArn =
  | {
      readonly kind: "stateMachine";
      readonly arn: string;
      readonly name: string;
      readonly label?: string;
      readonly qualifier?: string;
    }
  | {
      readonly kind: "execution";
      readonly arn: string;
      readonly name: string;
      readonly label?: string;
      readonly execution: string;
    }
  | {
      readonly kind: "express";
      readonly arn: string;
      readonly name: string;
      readonly execution: string;
      readonly label?: string;
    }
  | { readonly kind: "mapRun"; readonly arn: string; readonly name: string; readonly label: string }
  | { readonly kind: "activity"; readonly arn: string; readonly name: string };

export type StatesArnKind = StatesArn["kind"];

/**
 * Takes an ARN apart that must be one of `kinds` (developer guide, "Resource types defined by Step Functions").
 *
 * @throws AwsError InvalidArn, naming what is wrong with it.
 */
export function parseArn<Kind extends StatesArnKind>(
  text: string,
  ...kinds: readonly Kind[]
): Extract<StatesArn, { kind: Kind }> {
  const parts = text.split(":");
  if (parts[0] !== "arn" || parts.length < 6) throw invalidArn(`Invalid ARN prefix: ${text}`);
  if (parts[2] !== "states") throw invalidArn(`Invalid ARN service: ${text}`);
  const resource = parts[5] ?? "";
  const parsed = parseResource(text, resource, parts.slice(6));
  if (parsed === undefined) throw invalidArn(`Resource type not valid in this context: ${resource}`);
  if (!isKind(parsed, kinds)) throw invalidArn(`Resource type not valid in this context: ${parsed.kind}`);
  return parsed;
}

function isKind<Kind extends StatesArnKind>(
  arn: StatesArn,
  kinds: readonly Kind[],
): arn is Extract<StatesArn, { kind: Kind }> {
  return (kinds as readonly string[]).includes(arn.kind);
}

function parseResource(arn: string, type: string, rest: readonly string[]): StatesArn | undefined {
  const [first = "", second, third] = rest;
  const slash = first.indexOf("/");
  const name = slash < 0 ? first : first.slice(0, slash);
  const label = slash < 0 ? undefined : first.slice(slash + 1);
  if (name === "") return undefined;
  switch (type) {
    case "stateMachine":
      if (rest.length > 2) return undefined;
      return {
        kind: "stateMachine",
        arn,
        name,
        ...(label === undefined ? {} : { label }),
        ...(second === undefined ? {} : { qualifier: second }),
      };
    case "execution":
      if (second === undefined || rest.length > 2) return undefined;
      return { kind: "execution", arn, name, execution: second, ...(label === undefined ? {} : { label }) };
    case "express":
      if (second === undefined || third === undefined) return undefined;
      return { kind: "express", arn, name, execution: second, ...(label === undefined ? {} : { label }) };
    case "mapRun":
      if (label === undefined || second === undefined) return undefined;
      return { kind: "mapRun", arn, name, label };
    case "activity":
      return rest.length === 1 ? { kind: "activity", arn, name: first } : undefined;
    default:
      return undefined;
  }
}

/** `arn:aws:states:REGION:ACCOUNT:`, in front of every resource of the service. */
export function arnPrefix(scope: Scope): string {
  return `arn:${scope.partition}:states:${scope.region}:${scope.account}:`;
}

/** The characters that AWS refuses in names (API reference, CreateStateMachine: name). */
const REFUSED_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~$&,;:/`\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Checks the name of a state machine, an activity or an execution.
 *
 * @throws AwsError InvalidName.
 */
export function checkName(name: string): void {
  if (REFUSED_IN_NAMES.test(name)) throw invalidName(name);
}

/** The pattern of an execution ARN that IAM checks an operation on executions against. */
export function stateMachineOfExecution(arn: string): string {
  const parts = arn.split(":");
  return `${parts.slice(0, 5).join(":")}:stateMachine:${(parts[6] ?? "").split("/")[0] ?? ""}`;
}
