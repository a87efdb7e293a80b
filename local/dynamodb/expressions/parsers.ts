import { isObject, type JsonObject } from "../../json.ts";
import { type Context, hastened, type Parser } from "./hastened.ts";
import { syntaxError } from "./syntax-error.ts";

/** Every expression that a request may have, and dynalite's parser of it. */
const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ["UpdateExpression", hastened("updateParser")],
  ["ConditionExpression", hastened("conditionParser")],
  ["KeyConditionExpression", hastened("conditionParser")],
  ["FilterExpression", hastened("conditionParser")],
  ["ProjectionExpression", hastened("projectionParser")],
]);

/** The names of the members that hold expressions. */
export const EXPRESSIONS: readonly string[] = [...PARSERS.keys()];

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
  const context: Context = {
    attrNames: {},
    attrVals: {},
    unusedAttrNames: {},
    unusedAttrVals: {},
    isReserved: () => false,
    compare: () => true,
  };
  try {
    PARSERS.get(name)?.parse(expression, { context });
    return undefined;
  } catch (error) {
    const { name: kind, location } = error as Error & { location?: { start: { offset: number } } };
    return kind === "SyntaxError" ? location?.start.offset : undefined;
  }
}
