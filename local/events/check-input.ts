import type { Target } from "@aws-sdk/client-eventbridge";
import { JsonSyntaxError, parsePositional } from "../jackson/positional-json.ts";
import { sourceLocation } from "../jackson/source-location.ts";
import type { Wire } from "../json.ts";
import { validation } from "./errors.ts";

/** The variables that need no path (EBUG/eb-transform-target-input). */
const RESERVED: readonly string[] = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event",
  "aws.events.event.json",
  "aws.events.event.ingestion-time",
];
/** A variable in a template. */
const VARIABLE = /<([A-Za-z0-9_.-]+)>/g;

/**
 * Refuses what a target could never be given: a constant that is no JSON, a template with unknown variables or that
 * renders no JSON whatever the event is.
 *
 * @throws AwsError `ValidationException`
 */
export function checkInput(target: Wire<Target>, id: string): void {
  const { Input: constant, InputTransformer: transformer } = target;
  if (constant !== undefined) {
    const fault = faultOf(constant);
    if (fault !== undefined) throw validation(`JSON syntax error in input for target ${id}: ${fault}`);
  }
  if (transformer === undefined) return;
  const { InputTemplate: template = "", InputPathsMap: paths = {} } = transformer;
  for (const [, name = ""] of template.matchAll(VARIABLE)) {
    if (!Object.hasOwn(paths, name) && !RESERVED.includes(name)) {
      throw validation(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
    }
  }
  checkTemplate(template, id, target.Arn?.split(":")[2] === "logs");
}

/** The sentences about templates are [recall]; the place in the second is that of the text with `null` for every variable. */
function checkTemplate(template: string, id: string, toLogs: boolean): void {
  const text = template.replace(VARIABLE, "null").trim();
  // A log group takes an object with a timestamp and a message (awsdocs/aws-cloudformation-user-guide#1010).
  if (toLogs && text.startsWith('"')) throw validation(`Input for target ${id} is not a valid JSON text.`);
  // A text of several lines is several texts in quotes.
  const parts = text.startsWith('"') ? text.split(/\r?\n/) : [text];
  for (const part of parts) {
    const fault = faultOf(part);
    if (fault !== undefined) throw validation(`Invalid InputTemplate for target ${id} : ${fault}.`);
  }
}

/** Where a text stops being JSON, in Jackson's form (ansible-collections/community.aws#201). */
function faultOf(text: string): string | undefined {
  try {
    parsePositional(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return sourceLocation(text, error.at);
  }
}
