import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError, frameworkError } from "../aws/error.ts";
import { javaHash } from "../java-hash.ts";
import { isObject, type JsonObject } from "../json.ts";
import { syntaxErrorIn } from "./expressions/parsers.ts";

/** An error as dynalite makes it. */
export interface Failure {
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

/** What dynalite says otherwise than AWS does today. */
const CORRECTIONS: readonly (readonly [RegExp, string])[] = [
  // praetorian-inc/chariot-ui#353 has the new wording.
  [
    /^One or more parameter values were invalid: (The AttributeValue for a key attribute cannot contain an empty)/,
    "One or more parameter values are not valid. $1",
  ],
  // Seen since 2021: ADD and DELETE name the set of types that they take.
  [/(; operator: (ADD|DELETE), operand type: [A-Z ]+)$/, "$1, typeSet: ALLOWED_FOR_$2_OPERAND"],
  // nubo-db/dynoxide#18
  [
    /^1 validation error detected: Value '.*' at 'requestItems\.(.+)\.member\.keys' (failed to satisfy constraint: Member must have length less than or equal to 100)$/,
    "1 validation error detected: Value at 'RequestItems.$1.member.Keys' $2",
  ],
  // nubo-db/dynoxide#11: what is too long is shown as Java shows it.
  [/\{"AttributeName":"([^"]*)","KeyType":"([^"]*)"\}/g, "KeySchemaElement(attributeName=$1, keyType=$2)"],
];

const SYNTAX = /^Invalid (\w+): Syntax error; /;

/**
 * What AWS would say where dynalite said something.
 *
 * @param input the request, whose expressions an error may be about.
 */
export function asAwsError(error: unknown, input: JsonObject = {}, operation = ""): AwsError {
  if (error instanceof AwsError) return error;
  const body = (error as Partial<Failure>).body;
  if (body === undefined) throw error;
  const [namespace = "", code = "InternalServerError"] = body.__type.split("#");
  const said = body.message ?? body.Message ?? "";
  if (code === "SerializationException") return frameworkError(code, said);
  return new AwsError(code, correct(said, input, operation), { namespace });
}

/** An empty batch (nubo-db/dynoxide#17). */
const NO_REQUESTS = /^1 validation error detected: Value '\{\}' at 'requestItems' /;

const FRAMEWORK_ERRORS = /^\d+ validation errors? detected: (.*)$/s;
const EMPTY_NAME = brokenConstraint("", "tableName", "");

/** Since a table's ARN is as good as its name, the model asks for one character and no pattern (nubo-db/dynoxide#11). */
function withEmptyName(errors: readonly string[]): string {
  const kept = errors
    .filter((error) => error !== `${EMPTY_NAME}satisfy regular expression pattern: [a-zA-Z0-9_.-]+`)
    .map((error) => (error.startsWith(EMPTY_NAME) ? `${EMPTY_NAME}have length greater than or equal to 1` : error));
  return validationErrors(...kept);
}

/** Too many requests of a table, or none: AWS shows them as Java shows objects (boto/boto3#483). */
const REQUESTS =
  /^(1 validation error detected: Value ')\{.*\}(' at 'requestItems' failed to satisfy constraint: Map value .*)$/s;

function javaRequests(requests: JsonObject): string {
  const shown = (request: unknown): string => {
    const hash = (javaHash(JSON.stringify(request)) >>> 0).toString(16);
    return `com.amazonaws.dynamodb.v20120810.WriteRequest@${hash}`;
  };
  const tables = Object.entries(requests).map(([table, list]) => {
    return `${table}=[${(Array.isArray(list) ? list : []).map(shown).join(", ")}]`;
  });
  return `{${tables.join(", ")}}`;
}

function correct(said: string, input: JsonObject, operation: string): string {
  const { RequestItems: requests } = input;
  if (isObject(requests) && operation === "BatchWriteItem") {
    const [, before, after] = REQUESTS.exec(said) ?? [];
    if (before !== undefined) return `${before}${javaRequests(requests)}${after}`;
  }
  const framework = FRAMEWORK_ERRORS.exec(said)?.[1];
  if (framework?.includes(EMPTY_NAME) === true) return withEmptyName(framework.split("; "));
  if (NO_REQUESTS.test(said)) return `The requestItems parameter is required for ${operation}`;
  const expression = SYNTAX.exec(said)?.[1];
  const syntax = expression === undefined ? undefined : syntaxErrorIn(expression, input);
  if (syntax !== undefined) return `Invalid ${expression}: ${syntax}`;
  return CORRECTIONS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), said);
}
