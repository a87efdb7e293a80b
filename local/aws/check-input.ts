import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { type AwsError, frameworkError } from "./error.ts";

/** What a member may hold, outermost first: `["list", "structure"]`. */
type Kind = readonly string[];
type Kinds = ReadonlyMap<string, Kind>;

/** Refuses a request whose members are not of the types that the service's model has for them. */
export type CheckInput = (input: JsonObject, operation: string) => void;

/**
 * The members of requests by service, kind and name. One name stands for one kind, but for EventBridge's HeaderParameters and
 * QueryStringParameters, which are maps in targets and lists in connections: `any`, which their operations look at. From the
 * SDKs' schemas. Step Functions is not here, and of DynamoDB only {@link PARTIAL} operations are: they hold requests
 * against shapes of their own, in words of their own.
 */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "member-kinds.json"), "utf8"),
);

/** The operations to check of the services that check the others themselves. */
export const PARTIAL: Readonly<Record<string, readonly string[]>> = {
  dynamodb: [
    "DescribeContinuousBackups",
    "ListTagsOfResource",
    "TagResource",
    "UntagResource",
    "UpdateContinuousBackups",
    "UpdateTimeToLive",
  ],
};

/**
 * Makes the check that a service's framework does before the service sees a request. Members that the model does not
 * know are ignored, and null is the same as nothing, as on AWS.
 *
 * @returns undefined for services that check for themselves.
 */
export function inputCheck(serviceId: string): CheckInput | undefined {
  const members = MEMBERS[serviceId];
  if (members === undefined) return undefined;
  const kinds = new Map<string, Kind>();
  for (const kind in members) {
    for (const name of members[kind]?.split(" ") ?? []) kinds.set(name, kind.split(" "));
  }
  const only = PARTIAL[serviceId];
  return (input, operation) => {
    if (only === undefined || only.includes(operation)) checkStructure(input, kinds);
  };
}

function checkStructure(value: JsonObject, kinds: Kinds): void {
  for (const name in value) {
    const member = value[name];
    const kind = kinds.get(name);
    if (kind !== undefined && member !== undefined && member !== null) checkValue(member, { name, kind, kinds }, 0);
  }
}

/** A member of a request: what it may hold, and what those that it holds may. */
interface Member {
  readonly name: string;
  readonly kind: Kind;
  readonly kinds: Kinds;
}

/** @param depth which word of the kind `value` is held against. */
function checkValue(value: Json, member: Member, depth: number): void {
  switch (member.kind[depth]) {
    case "string":
      if (typeof value !== "string") throw mismatch(value, "a String");
      return;
    case "number":
      if (typeof value !== "number") throw mismatch(value, NUMBERS.get(member.name) ?? "an Integer");
      return;
    case "boolean":
      if (typeof value !== "boolean") throw mismatch(value, "a Boolean");
      return;
    case "timestamp":
      if (typeof value !== "number" && typeof value !== "string") throw mismatch(value, "a Timestamp");
      return;
    case "list":
      if (!Array.isArray(value)) throw expected(value, "list or null");
      for (const item of value) checkValue(item, member, depth + 1);
      return;
    case "map":
      if (!isObject(value)) throw expected(value, "map or null");
      for (const key in value) checkValue(value[key] ?? null, member, depth + 1);
      return;
    case "structure":
      if (!isObject(value)) throw expected(value, "null");
      checkStructure(value, member.kinds);
      return;
    default:
      return;
  }
}

/** The numbers that are no Integer, by the services' models. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ...["endTime", "startTime", "timestamp"].map((name): [string, string] => [name, "a Long"]),
  ...["AdditionalVersionWeights", "ExecutionEnvironmentMemoryGiBPerVCpu", "RateLimit", "ThrottlingRateLimit"].map(
    (name): [string, string] => [name, "a Double"],
  ),
]);

/** One thing for many: `Expected null` is seen where a structure was wanted (aws/aws-sdk-js#44). */
function expected(value: Json, what: string): AwsError {
  return isObject(value) || Array.isArray(value) ? mismatch(value, "") : refusal(`Expected ${what}`);
}

/** One value for another (async-aws/aws#1667, aws/aws-cdk#27087). */
function mismatch(value: Json, wanted: string): AwsError {
  return refusal(wording(value, wanted));
}

/** In the words of AWS's JSON framework; Query clients see the code of theirs. */
function refusal(message: string): AwsError {
  return frameworkError("SerializationException", message, { queryCode: "MalformedInput" });
}

function wording(value: Json, wanted: string): string {
  if (Array.isArray(value)) return "Start of list found where not expected";
  if (isObject(value)) return "Start of structure or map found where not expected.";
  const found = typeof value === "boolean" ? String(value) : value === null ? "null" : typeof value;
  return `${found.toUpperCase()}_VALUE can not be converted to ${wanted}`;
}
