import { AwsError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";
import { validation } from "./errors.ts";

/*
 * DynamoDB words what is wrong with a request in one of two ways, by operation. As of 2026-10 the regions agree on it but
 * for the few that are ahead (paritysuite/dynamodb-conformance: tests/tier3/error-messages/valueLayers.test.ts, captures
 * and registry/splits.json, us-east-1). Operations that are not named here still have the older words, which are dynalite's.
 */

/** The newer words within `1 validation error detected: …`. */
const ENVELOPED: ReadonlySet<string> = new Set(["PutItem", "UpdateItem", "DeleteItem"]);
/** The newer words, bare. */
const BARE: ReadonlySet<string> = new Set(["GetItem", "BatchGetItem", "Query"]);

/** What a request was refused with, in the words of its operation. */
export function inWordsOf(operation: string, error: unknown): unknown {
  if (!(error instanceof AwsError) || error.code !== "ValidationException") return error;
  if (ENVELOPED.has(operation)) return validation(enveloped(operation, newer(error.message)));
  return BARE.has(operation) ? validation(newer(error.message)) : error;
}

const FRAMEWORK = /^\d+ validation errors? detected: (.*)$/s;
const EMPTY_NAME = "Value '' at 'tableName' ";
const RETURN_VALUES = / at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set/;
const NO_RETURN_VALUES =
  "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";

function enveloped(operation: string, said: string): string {
  const broken = FRAMEWORK.exec(said)?.[1]?.split("; ");
  if (broken === undefined) {
    return envelope([
      said.replace(/^(ExpressionAttributeValues can only be specified when using expressions): .*/, "$1"),
    ]);
  }
  if (broken.some((error) => error.startsWith("Value null at "))) return said;
  if (broken.some((error) => error.startsWith(EMPTY_NAME))) {
    return envelope([
      "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
  }
  const errors = broken.map((error) => (RETURN_VALUES.test(error) ? NO_RETURN_VALUES : error));
  return envelope(operation === "UpdateItem" && errors.includes(NO_RETURN_VALUES) ? [NO_RETURN_VALUES] : errors);
}

function envelope(errors: readonly string[]): string {
  return `${errors.length} validation error${errors.length === 1 ? "" : "s"} detected: ${errors.join("; ")}`;
}

const INVALID = "One or more parameter values were invalid: ";
/** What was called by the name of its value is told by itself. */
const OF_A_VALUE = /^ExpressionAttributeValues contains invalid value: (.*) for key :[^ ]+$/s;
const TWICE =
  /^One or more parameter values were invalid: Input collection \[(.*)\](of type BS)? contains duplicates\.$/s;

function newer(said: string): string {
  const told = OF_A_VALUE.exec(said)?.[1] ?? said;
  if (told === "The parameter cannot be converted to a numeric value") return `${told}: `;
  if (told === "Input collection contains duplicates") return `${INVALID}${told}.`;
  const [, members, bytes] = TWICE.exec(told) ?? [];
  if (members === undefined) return told.replace(/Value '-?\d+' at 'limit' /, "Value at 'Limit' ");
  const shown = upToTheSecond(members.split(", "), bytes === undefined ? "utf8" : "base64").map((one) => `"${one}"`);
  return bytes === undefined
    ? `${INVALID}Input collection [${shown.join(", ")}] contains duplicates.`
    : `${INVALID}Input collection [${shown.join(",")}]${bytes} contains duplicates.`;
}

/** Members are listed in the order of their bytes up to the first that is there twice, and as sent from there on. */
function upToTheSecond(members: readonly string[], encoding: BufferEncoding): readonly string[] {
  const at = members.findIndex((member, index) => members.indexOf(member) < index);
  const inOrder = (one: string, other: string): number =>
    Buffer.compare(Buffer.from(one, encoding), Buffer.from(other, encoding));
  return [...members.slice(0, at).sort(inOrder), ...members.slice(at)];
}

/** What `Select` has that AWS says of it. */
const SELECTED: Readonly<Record<string, string>> = {
  ALL_ATTRIBUTES: "ALL_ATTRIBUTES",
  ALL_PROJECTED_ATTRIBUTES: "ALL_PROJECTED_ATTRIBUTES",
  COUNT: "only the Count",
};

/**
 * What is wrong with a `Select` beside what says which attributes are wanted (moto's tests of it are verified on AWS in
 * us-east-1: Query has these in the envelope, Scan bare).
 */
export function selectProblem(operation: "Query" | "Scan", data: JsonObject): string | undefined {
  const problem = wrongSelect(data);
  return problem === undefined || operation === "Scan" ? problem : envelope([problem]);
}

function wrongSelect(data: JsonObject): string | undefined {
  const select = String(data["Select"]);
  const wanted = ["ProjectionExpression", "AttributesToGet"].find((member) => data[member] !== undefined);
  const what = SELECTED[select];
  if (wanted !== undefined && what !== undefined) return `Cannot specify the ${wanted} when choosing to get ${what}`;
  if (wanted === undefined && select === "SPECIFIC_ATTRIBUTES") {
    return "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
  }
  return select === "ALL_PROJECTED_ATTRIBUTES" && data["IndexName"] === undefined
    ? "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
    : undefined;
}
