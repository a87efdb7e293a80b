import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Check, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { isPathOrIntrinsic } from "./path-checks.ts";
import { texts } from "./texts.ts";

/**
 * A payload template: what stands in a member whose name ends in `.$`. AWS names the object that has the member as the place.
 * An array at the top is accepted, although the specification says object (aws/aws-toolkit-vscode#2459, AWS's staff).
 */
export const checkTemplate: Check = (value, location, context) => {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      checkNested(item, `${location}[${index}]`, context);
  } else if (isObject(value)) {
    checkMembers(value, location, context);
  }
};

/** A template in a JSONPath state, expressions in a JSONata state: `ItemSelector`, `BatchInput`. */
export const checkPayload: Check = (value, location, context) => {
  const check = context.stateLanguage === "JSONata" ? checkJsonata : checkTemplate;
  check(value, location, context);
};

function checkNested(value: Json, location: string, context: StateContext): void {
  if (typeof value === "object" && value !== null) checkTemplate(value, location, context);
}

function checkMembers(object: JsonObject, location: string, context: StateContext): void {
  const { findings } = context;
  for (const [name, value = null] of Object.entries(object)) {
    if (!name.endsWith(".$")) {
      if (typeof value === "string" && looksDynamic(value)) findings.warn("NO_DOLLAR", texts.noDollar(name), location);
      checkNested(value, `${location}/${name}`, context);
      continue;
    }
    if (!isPathOrIntrinsic(value)) findings.schema(texts.templateValue(name), location);
    const plain = name.slice(0, -2);
    if (Object.hasOwn(object, plain)) findings.schema(texts.onlyOne([plain, name]), location);
  }
}

/** A string that would mean something if the name of its member ended in `.$`. */
export function looksDynamic(text: string): boolean {
  return /^\$(?:$|[.[$])|^States\.[A-Za-z0-9]+\(/.test(text);
}
