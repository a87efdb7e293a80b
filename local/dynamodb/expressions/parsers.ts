import { createRequire } from "node:module";
import { isObject, type JsonObject } from "../../json.ts";
import { syntaxError } from "./syntax-error.ts";

interface Parser {
  parse(expression: string, options: { context: Context }): unknown;
}
interface Context {
  readonly attrNames: JsonObject;
  readonly attrVals: JsonObject;
  readonly unusedAttrNames: object;
  readonly unusedAttrVals: object;
  isReserved(name: string): boolean;
  compare(): boolean;
}

const require = createRequire(import.meta.url);

/** Every expression that a request may have, and dynalite's grammar of it. */
const GRAMMARS: Readonly<Record<string, string>> = {
  UpdateExpression: "updateParser",
  ConditionExpression: "conditionParser",
  KeyConditionExpression: "conditionParser",
  FilterExpression: "conditionParser",
  ProjectionExpression: "projectionParser",
};

/** The names of the members that hold expressions. */
export const EXPRESSIONS: readonly string[] = Object.keys(GRAMMARS);

/**
 * DynamoDB's words for an expression that dynalite cannot parse and says so in its parser generator's words.
 *
 * @param name the member that dynalite complains about; in a BatchGetItem it belongs to one of the tables.
 * @returns undefined when the expression is not there or parses after all.
 */
export function syntaxErrorIn(name: string, input: JsonObject): string | undefined {
  const perTable = isObject(input["RequestItems"]) ? Object.values(input["RequestItems"]) : [];
  for (const place of [input, ...perTable]) {
    const expression = isObject(place) ? place[name] : undefined;
    const offset = typeof expression === "string" ? failureOffset(name, expression) : undefined;
    if (typeof expression === "string" && offset !== undefined) return syntaxError(expression, offset);
  }
  return undefined;
}

/** Where an expression stops being one. Names and values are not looked up: only the syntax is of interest. */
function failureOffset(name: string, expression: string): number | undefined {
  const parser = require(`dynalite/db/${GRAMMARS[name]}`) as Parser;
  const context: Context = {
    attrNames: {},
    attrVals: {},
    unusedAttrNames: {},
    unusedAttrVals: {},
    isReserved: () => false,
    compare: () => true,
  };
  try {
    parser.parse(expression, { context });
    return undefined;
  } catch (error) {
    const { name: kind, location } = error as Error & { location?: { start: { offset: number } } };
    return kind === "SyntaxError" ? location?.start.offset : undefined;
  }
}
