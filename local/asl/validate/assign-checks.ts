import { isObject } from "../../json.ts";
import type { Check } from "./context.ts";
import { checkPayload } from "./template-checks.ts";
import { texts } from "./texts.ts";

const LONGEST_NAME = 80;

/** `Assign`: the names of variables, and values in the state's language. AWS: DG/workflow-variables. */
export const checkAssign: Check = (value, location, context) => {
  const { findings } = context;
  if (!isObject(value)) {
    findings.schema(texts.type("[OBJECT]"), location);
    return;
  }
  for (const member of Object.keys(value)) {
    const name = context.stateLanguage === "JSONPath" && member.endsWith(".$") ? member.slice(0, -2) : member;
    const place = `${location}/${member}`;
    if (name === "states") findings.error("RESERVED_VARIABLE_NAME", texts.reservedVariable, place);
    else if (!/^\p{ID_Start}\p{ID_Continue}*$/u.test(name)) {
      findings.error("INVALID_VARIABLE_NAME", texts.variableCharacters(name), place);
    } else if (name.length > LONGEST_NAME) {
      findings.error("INVALID_VARIABLE_NAME", texts.longVariable(name), place);
    }
  }
  checkPayload(value, location, context);
};
