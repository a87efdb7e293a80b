import { AwsError } from "../../aws/error.ts";
import { compilePattern } from "../../events/pattern/pattern.ts";
import { isObject, type JsonObject, parseObject } from "../../json.ts";
import { invalid } from "../errors.ts";

/** Whether a record is for the function. */
export type RecordFilter = (record: JsonObject) => boolean;

/** @throws AwsError `InvalidParameterValueException` for a pattern that is none (LDG/invocation-eventfiltering). */
export function checkFilters(patterns: readonly string[]): void {
  compileFilters(patterns);
}

/**
 * Compiles a mapping's filter patterns, of which one must match; without any every record does. A pattern sees a
 * message's body as JSON where it is an object and as text otherwise; one that looks into the body never matches a text
 * (LDG/with-sqs-filtering).
 *
 * @throws AwsError `InvalidParameterValueException`
 */
export function compileFilters(patterns: readonly string[]): RecordFilter {
  const filters = patterns.map(compileFilter);
  if (filters.length === 0) return () => true;
  return (record) => {
    const seen = withParsedBody(record);
    return filters.some((matches) => matches(seen));
  };
}

function compileFilter(pattern: string): RecordFilter {
  try {
    const compiled = compilePattern(pattern);
    const parsed: unknown = JSON.parse(pattern);
    const looksInside = isObject(parsed) && isObject(parsed["body"]);
    return (record) => (!looksInside || isObject(record["body"])) && compiled.match(record).matched;
  } catch (error) {
    if (error instanceof AwsError || error instanceof SyntaxError) throw invalid("Invalid filter pattern definition.");
    throw error;
  }
}

function withParsedBody(record: JsonObject): JsonObject {
  const { body } = record;
  if (typeof body !== "string" || !/^\s*\{/.test(body)) return record;
  const parsed = parseObject(body);
  return parsed === undefined ? record : { ...record, body: parsed };
}
