import { isObject, type Json } from "../../json.ts";
import { expressionText, isExpression } from "../jsonata/expression-text.ts";
import { JsonataSyntaxError, parseJsonata } from "../jsonata/syntax-tree.ts";
import { topLevelReferences } from "../jsonata/top-level-references.ts";
import type { Check, StateContext } from "./context.ts";
import { texts } from "./texts.ts";

/** Every string of a JSONata value, at any depth: its delimiters, its syntax, what it refers to. */
export const checkJsonata: Check = (value, location, context) => {
  if (typeof value === "string") checkText(value, location, context);
  else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      checkJsonata(item, `${location}[${index}]`, context);
  } else if (isObject(value)) {
    for (const [name, member = null] of Object.entries(value)) checkJsonata(member, `${location}/${name}`, context);
  }
};

function checkText(text: string, location: string, { findings, sees }: StateContext): void {
  if (!isExpression(text)) {
    if (text.startsWith("{%") || text.endsWith("%}")) findings.schema(texts.jsonataDelimiters, location);
    return;
  }
  try {
    const { names, reserved } = topLevelReferences(parseJsonata(expressionText(text)));
    for (const name of names) {
      const text = name === "$$" ? texts.reference(name) : texts.topLevelReference(name);
      findings.error("UNSUPPORTED_JSONATA_EXPRESSION", text, location);
    }
    for (const member of reserved) {
      if (member === sees) continue;
      findings.error("UNSUPPORTED_JSONATA_EXPRESSION", texts.reference(`$states.${member}`), location);
    }
  } catch (error) {
    if (!(error instanceof JsonataSyntaxError)) throw error;
    findings.error("INVALID_JSONATA_EXPRESSION", error.message, location);
  }
}
