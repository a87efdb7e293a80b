import { JavaException } from "../vtl/java-exception.ts";
import { compileJsonPath, type JsonPath } from "../vtl/json-path.ts";
import { JavaList, toText, type Value } from "../vtl/values.ts";

/** Where a selection expression reads (DG/apigateway-websocket-api-selection-expressions). */
export interface SelectionSources {
  /** The frame, undefined when it is no JSON. */
  requestBody(): Value | undefined;
  readonly integration?: IntegrationSource | undefined;
}

/** The integration's answer, for the expressions that choose among responses. */
export interface IntegrationSource {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The function's `errorMessage`; empty when it succeeded. */
  readonly errorMessage: string;
}

/** A selection expression, taken apart once. */
export interface Selection {
  /** As written. */
  readonly text: string;
  /** Whether it reads nothing, so that it always gives the same. */
  readonly isStatic: boolean;
  evaluate(sources: SelectionSources): string;
}

type Read = (sources: SelectionSources) => string;

/**
 * Compiles a route, model, template or response selection expression: `$request.body.action`, a compound of
 * `${request.body.a}` or `$request.body.a` and text, or plain text; `\$default` is the literal `$default`. What a token
 * reads is text: a missing path is empty, a list prints `[item1, item2]`.
 */
export function compileSelection(text: string): Selection {
  const whole = WHOLE.test(text) ? compileToken(text.slice(1)) : undefined;
  if (whole !== undefined) return { text, isStatic: false, evaluate: whole };
  const parts = splitCompound(text);
  if (parts.every((part) => typeof part === "string")) {
    const literal = parts.join("");
    return { text, isStatic: true, evaluate: () => literal };
  }
  return {
    text,
    isStatic: false,
    evaluate: (sources) => parts.map((part) => (typeof part === "string" ? part : part(sources))).join(""),
  };
}

/** One token and nothing else; inside brackets its path may hold anything. */
const WHOLE = /^\$(?:\[[^\]]*\]|[^\s/\\${}[])*$/;
/** A token in braces, or one without that ends before a blank, a slash, a backslash or the next token. */
const TOKEN = /\$\{([^}]*)\}|(?<!\\)\$((?:request|integration|response)\.(?:\[[^\]]*\]|[^\s/\\${}[])+)/g;

function splitCompound(text: string): (string | Read)[] {
  const parts: (string | Read)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(unescaped(text.slice(end, match.index)));
    parts.push(compileToken(match[1] ?? match[2] ?? "") ?? match[0]);
    end = match.index + match[0].length;
  }
  parts.push(unescaped(text.slice(end)));
  return parts;
}

function unescaped(text: string): string {
  return text.replaceAll("\\$", "$");
}

/** What a token reads; undefined for text that is no token and therefore stands for itself. */
function compileToken(token: string): Read | undefined {
  if (token === "request.body" || token.startsWith("request.body.") || token.startsWith("request.body[")) {
    return bodyReader(`$${token.slice("request.body".length)}`);
  }
  if (/^(?:integration\.)?response\.statuscode$/.test(token)) {
    return ({ integration }) => (integration === undefined ? "" : String(integration.status));
  }
  if (token === "integration.response.body.errorMessage") return ({ integration }) => integration?.errorMessage ?? "";
  const header = /^integration\.response\.(?:multivalue)?header\.(.+)$/.exec(token)?.[1]?.toLowerCase();
  return header === undefined ? undefined : ({ integration }) => integration?.headers[header] ?? "";
}

/** Undefined for a path that is none: the token then stands for itself. */
function bodyReader(text: string): Read | undefined {
  let path: JsonPath;
  try {
    path = compileJsonPath(text);
  } catch (error) {
    if (error instanceof JavaException) return undefined;
    throw error;
  }
  return (sources) => {
    const body = sources.requestBody();
    const value = body === undefined ? undefined : path.read(body);
    if (value === undefined || value === null) return "";
    return value instanceof JavaList ? `[${value.items.map(toText).join(", ")}]` : toText(value);
  };
}
