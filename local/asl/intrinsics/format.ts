import { isObject, type Json } from "../../json.ts";
import { IntrinsicArgumentError } from "./intrinsic-function.ts";

/**
 * A template of States.Format, taken apart: the texts between its placeholders.
 *
 * @throws IntrinsicArgumentError where a backslash stands before nothing that has to be escaped.
 */
export function splitTemplate(template: string): readonly string[] {
  const texts: string[] = [];
  let text = "";
  for (let position = 0; position < template.length; position++) {
    const character = template[position];
    if (character === "\\") {
      position++;
      text += escaped(template[position]);
    } else if (character === "{" && template[position + 1] === "}") {
      position++;
      texts.push(text);
      text = "";
    } else {
      text += character;
    }
  }
  texts.push(text);
  return texts;
}

/** The text of a string literal of a call, in which `\'`, `\{`, `\}` and `\\` stand for the second character. */
export function unescapeLiteral(raw: string): string {
  return raw.replace(/\\([\s\S])?/g, (_all, character: string | undefined) => escaped(character));
}

function escaped(character: string | undefined): string {
  if (character === "'" || character === "{" || character === "}" || character === "\\") return character;
  throw new IntrinsicArgumentError();
}

/** States.Format with a template that is known only now. */
export function formatText(template: string, values: readonly Json[]): string {
  return fillTemplate(splitTemplate(template), values);
}

/** Puts the values between the texts. */
export function fillTemplate(texts: readonly string[], values: readonly Json[]): string {
  if (texts.length - 1 !== values.length) {
    throw new IntrinsicArgumentError("number of arguments do not match the occurrences of {}.");
  }
  let result = texts[0] ?? "";
  for (const [index, value] of values.entries()) {
    result += print(value) + (texts[index + 1] ?? "");
  }
  return result;
}

/** As AWS's Java prints a value: `{name=text, list=[1, null]}`, without quotes (localstack/localstack, string_format.py). */
function print(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(print).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, member = null]) => `${name}=${print(member)}`)
    .join(", ")}}`;
}
