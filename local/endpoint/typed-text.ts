import { AwsError } from "../aws/error.ts";
import type { TextHints } from "../aws/wire.ts";
import type { Json } from "../json.ts";

/** Turns the text of a form, a query string or an XML element into the type its member has. */
export type TypedText = (member: string, text: string) => Json;

/** Compiles a service's hints. Members without a hint are text. */
export function typedText(hints: TextHints): TypedText {
  const numbers = new Set(hints.numbers);
  const booleans = new Set(hints.booleans);
  const timestamps = new Set(hints.timestamps);
  if (numbers.size + booleans.size + timestamps.size === 0) return (_member, text) => text;
  return (member, text) => {
    if (numbers.has(member)) return numeric(member, Number(text), text);
    if (timestamps.has(member)) return numeric(member, Date.parse(text) / 1000, text);
    if (!booleans.has(member)) return text;
    if (text === "true" || text === "false") return text === "true";
    throw malformed(member, text);
  };
}

function numeric(member: string, value: number, text: string): number {
  if (text.trim() === "" || !Number.isFinite(value)) throw malformed(member, text);
  return value;
}

function malformed(member: string, text: string): AwsError {
  return new AwsError("MalformedInput", `The value '${text}' of ${member} has the wrong type.`);
}
