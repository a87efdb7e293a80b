import { isObject, type JsonObject } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import type { Findings } from "./findings.ts";
import { texts } from "./texts.ts";

/** Deeper than any machine that people write, and far from the end of the stack. AWS's own limit is not known. */
const DEEPEST_NESTING = 500;

/**
 * The definition as an object, or undefined with a finding: no text, no JSON, nested too deeply. The depth is looked at in the text, before
 * anything recursive sees it; so are names that stand twice in a `States` object, of which JSON.parse would keep the last.
 */
export function readDefinition(definition: string, findings: Findings): JsonObject | undefined {
  if (definition.trim() === "") {
    findings.error("MISSING_DESCRIPTION", texts.blank);
    return undefined;
  }
  const { deepest, duplicates } = scan(definition);
  if (deepest > DEEPEST_NESTING) {
    findings.error("TOO_DEEPLY_NESTED", texts.tooDeep);
    return undefined;
  }
  const read = readJson(definition);
  if ("fault" in read) {
    findings.error("INVALID_JSON_DESCRIPTION", read.fault);
    return undefined;
  }
  const { value } = read;
  if (!isObject(value)) {
    findings.schema(texts.type("[OBJECT]"), "/");
    return undefined;
  }
  for (const name of duplicates) findings.error("DUPLICATE_STATE_NAME", texts.duplicateState(name));
  return value;
}

interface Level {
  /** The names seen so far, for the object under `States`; undefined for all others. */
  readonly names: Set<string> | undefined;
  readonly isObject: boolean;
}

/** Walks over the text once, keeping its own stack. A text that is no JSON is left to JSON.parse. */
function scan(text: string): { deepest: number; duplicates: readonly string[] } {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:]/gsu;
  const levels: Level[] = [];
  const duplicates: string[] = [];
  let deepest = 0;
  let lastString = "";
  let underStates = false;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const level = levels.at(-1);
    if (found === "{" || found === "[") {
      levels.push({ isObject: found === "{", names: found === "{" && underStates ? new Set() : undefined });
      deepest = Math.max(deepest, levels.length);
      underStates = false;
      if (deepest > DEEPEST_NESTING) break;
    } else if (found === "}" || found === "]") {
      levels.pop();
    } else if (found === ":") {
      const name = parsedString(lastString);
      underStates = name === "States";
      if (level?.names?.has(name)) duplicates.push(name);
      level?.names?.add(name);
    } else {
      lastString = found;
      underStates = false;
    }
  }
  return { deepest, duplicates };
}

function parsedString(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
