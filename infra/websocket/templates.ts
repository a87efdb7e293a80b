import { type Input, Output } from "@pulumi/pulumi";
import { resolved } from "../resolved.ts";

/**
 * Mapping templates, built from typed values. A template is a JSON document with references to the request in it; what a
 * client sends can only ever become a value at the place of the reference, whatever text it is. This file is the only
 * place where Velocity is written by hand.
 */

/** `$context` variables whose text AWS makes itself, out of characters that need no escape in JSON. */
const PLAIN_CONTEXT = ["connectionId", "domainName", "stage", "apiId", "requestId", "messageId", "routeKey"] as const;

/** A JSON document with references. Numbers, booleans and null stand for themselves, and so do texts. */
export type Template =
  | string
  | number
  | boolean
  | null
  | Output<string>
  | Reference
  | readonly Template[]
  | { readonly [key: string]: Template };

/** A place that the request fills; made by the functions below. */
export type Reference =
  | { readonly $ref: "context"; readonly name: (typeof PLAIN_CONTEXT)[number] }
  | { readonly $ref: "epochSeconds"; readonly plus: number; readonly as: "number" | "text" }
  | { readonly $ref: "connectedAt" }
  | { readonly $ref: "bodyJson"; readonly path: string }
  | { readonly $ref: "bodyText"; readonly path: string }
  | {
      readonly $ref: "parameters";
      readonly of: "header" | "querystring";
      readonly as: Template;
      readonly except: readonly string[];
    }
  | { readonly $ref: "parameter" }
  | {
      readonly $ref: "trustedHeader";
      readonly names: readonly string[];
      readonly proof: HeaderProof;
      readonly otherwise: string;
    }
  | { readonly $ref: "text"; readonly of: Template };

/** A header that proves where a request comes from, because only that place knows its value. */
export interface HeaderProof {
  readonly header: string;
  /** Letters and digits. */
  readonly secret: Input<string>;
}

/** A variable of the request that AWS makes, as a text: `context("connectionId")`. */
export function context(name: (typeof PLAIN_CONTEXT)[number]): Reference {
  return { $ref: "context", name };
}

/**
 * The time of the request in whole seconds since 1970, plus some. `$context.requestTimeEpoch` is in milliseconds; AWS's
 * own samples forget the division, and nothing of theirs ever expires.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
 *
 * @param plus - Seconds to add.
 * @param as - DynamoDB takes numbers as texts.
 */
export function epochSeconds(plus: number, as: "number" | "text" = "number"): Reference {
  return { $ref: "epochSeconds", plus, as };
}

/** When the connection was made, in milliseconds since 1970, as a text of digits. */
export function connectedAt(): Reference {
  return { $ref: "connectedAt" };
}

/** A part of the message, as the JSON it is: `bodyJson("$.data")`, or `bodyJson("$")` for all of it. */
export function bodyJson(path: string): Reference {
  return { $ref: "bodyJson", path: safePath(path) };
}

/** A text in the message: `bodyText("$.orderId")`. Anything but a text is printed in Velocity's way; use a model. */
export function bodyText(path: string): Reference {
  return { $ref: "bodyText", path: safePath(path) };
}

/**
 * An object with one entry for each header or query parameter (on `$connect` only), its value made by `as`, in which
 * {@link parameter} stands for the parameter's own text.
 *
 * @param except - Names to leave out, in lower case.
 */
export function parameters(of: "header" | "querystring", as: Template, except: readonly string[] = []): Reference {
  return { $ref: "parameters", of, as, except: except.map(safeName) };
}

/** The text of the header or query parameter that {@link parameters} is at. */
export function parameter(): Reference {
  return { $ref: "parameter" };
}

/**
 * The first of some headers, if the request proves that it comes from where that header is set; else a constant.
 * Only headers are looked at: `$input.params(name)` would prefer the query string, which clients write.
 */
export function trustedHeader(names: readonly string[], proof: HeaderProof, otherwise: string): Reference {
  return {
    $ref: "trustedHeader",
    names: names.map(safeName),
    proof: { ...proof, header: safeName(proof.header) },
    otherwise: safePathText(otherwise),
  };
}

/** A document as text inside another: Step Functions takes its `input` that way. */
export function text(of: Template): Reference {
  return { $ref: "text", of };
}

/** {@link render} for a template with outputs of other resources in it. */
export function renderOutput(template: Template): Output<string> {
  return resolved<Template>(template).apply(render);
}

/**
 * The Velocity text of a template, for `requestTemplates` or `responseTemplates`.
 *
 * @throws Error when an output of a resource is left in it: see {@link renderOutput}.
 */
export function render(template: Template): string {
  const writer = new Writer();
  const body = writer.value(template, 0);
  return [...writer.preamble, body].join("\n");
}

/**
 * Undoes the one escape of `escapeJavaScript` that JSON does not know.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const escaped = (expression: string): string => `$util.escapeJavaScript(${expression}).replaceAll("\\\\'","'")`;

/** Writes a template; `depth` says in how many texts (see {@link text}) a value stands. */
class Writer {
  /** Directives that come before the document. */
  readonly preamble: string[] = [];
  #variables = 0;

  value(template: Template, depth: number): string {
    if (typeof template === "string") return this.#quoted(constant(template), depth);
    if (typeof template !== "object" || template === null) return JSON.stringify(template);
    if (Output.isInstance(template)) throw new Error("the template has an output of a resource in it");
    if (isReference(template)) return this.#reference(template, depth);
    if (isList(template)) return `[${template.map((each) => this.value(each, depth)).join(",")}]`;
    const entries = Object.entries(template).map(
      ([key, each]) => `${this.#quoted(constant(key), depth)}:${this.value(each, depth)}`,
    );
    return `{${entries.join(",")}}`;
  }

  #reference(reference: Reference, depth: number): string {
    switch (reference.$ref) {
      case "context":
        return this.#quoted(() => `$context.${reference.name}`, depth);
      case "connectedAt":
        return this.#quoted(() => "$context.connectedAt", depth);
      case "epochSeconds":
        return this.#epochSeconds(reference, depth);
      case "bodyJson":
        return escapedTimes(`$input.json('${reference.path}')`, depth);
      case "bodyText":
        return this.#quoted((depthInside) => escapedTimes(`$input.path('${reference.path}')`, depthInside), depth);
      case "parameters":
        return this.#parameters(reference, depth);
      case "parameter":
        return this.#quoted((depthInside) => escapedTimes("$parameters.get($name)", depthInside), depth);
      case "trustedHeader":
        return this.#trustedHeader(reference, depth);
      case "text":
        return this.#quoted((depthInside) => this.value(reference.of, depthInside), depth);
      default: {
        const never: never = reference;
        return never;
      }
    }
  }

  /** A JSON text; its quotation marks are escaped once for every text around it. */
  #quoted(content: (depth: number) => string, depth: number): string {
    const mark = escapeConstant('"', depth);
    return `${mark}${content(depth + 1)}${mark}`;
  }

  #epochSeconds({ plus, as }: Extract<Reference, { $ref: "epochSeconds" }>, depth: number): string {
    const variable = this.#variable();
    this.preamble.push(`#set($${variable} = $context.requestTimeEpoch / 1000 + ${Math.trunc(plus)})`);
    return as === "number" ? `$${variable}` : this.#quoted(() => `$${variable}`, depth);
  }

  #parameters({ of, as, except }: Extract<Reference, { $ref: "parameters" }>, depth: number): string {
    const comma = this.#variable();
    // An attribute of a DynamoDB item may not have an empty name, and `?=x` is a parameter without one.
    const skipped = ["", ...except].map((name) => `$name.toLowerCase() == '${name}'`).join(" || ");
    const key = this.#quoted((depthInside) => escapedTimes("$name", depthInside), depth);
    return [
      `{#set($parameters = $input.params().get('${of}'))#set($${comma} = '')#foreach($name in $parameters.keySet())`,
      `#if(${skipped})#else$${comma}${key}:${this.value(as, depth)}#set($${comma} = ',')#end#end}`,
    ].join("");
  }

  #trustedHeader(reference: Extract<Reference, { $ref: "trustedHeader" }>, depth: number): string {
    const variable = this.#variable();
    const { proof, names, otherwise } = reference;
    const secret = safeSecret(proof.secret);
    this.preamble.push(
      `#set($${variable} = '${otherwise}')`,
      `#if(${headerSpellings(proof.header)
        .map((name) => `${headerOf(name)} == '${secret}'`)
        .join(" || ")})`,
      // Asked for first: whether AWS's engine sets a variable to null, or leaves it as it was, nobody says.
      ...names
        .flatMap(headerSpellings)
        .map((name) => `#if(${headerOf(name)})#set($${variable} = ${headerOf(name)})#end`),
      "#end",
    );
    return this.#quoted((depthInside) => escapedTimes(`$${variable}`, depthInside), depth);
  }

  #variable(): string {
    this.#variables += 1;
    return `v${this.#variables}`;
  }
}

/** The text of a header; only `$connect` has headers. */
const headerOf = (name: string): string => `$input.params().get('header').get('${name}')`;

/** CloudFront writes `ws-uri` as `Ws-Uri`, and API Gateway's look-up minds the case. */
function headerSpellings(name: string): readonly string[] {
  const capitalised = name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
  return capitalised === name ? [name] : [name, capitalised];
}

/** An expression that stands in `depth` texts, one escape for each. */
function escapedTimes(expression: string, depth: number): string {
  return depth === 0 ? expression : escapedTimes(escaped(expression), depth - 1);
}

/** The content of a JSON text that is known when the template is written. */
function constant(content: string): (depth: number) => string {
  return (depth) => escapeConstant(content, depth);
}

/**
 * JSON escapes, `depth` times. `$`, `#` and `\` are written as `\u0024` and so on: Velocity then sees neither a reference
 * nor a directive in a constant, nor a backslash before one.
 */
function escapeConstant(content: string, depth: number): string {
  if (depth === 0) return content;
  const once = JSON.stringify(content)
    .slice(1, -1)
    .replaceAll("\\\\", "\\u005c")
    .replace(/[$#]/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0023"));
  return escapeConstant(once, depth - 1);
}

function isReference(template: object): template is Reference {
  return "$ref" in template;
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}

function safePath(path: string): string {
  if (/^\$(?:\.\w+|\[\d+\])*$/.test(path)) return path;
  throw new Error(`${path} is not a path of names and numbers such as $.data.items[0]`);
}

function safeSecret(secret: unknown): string {
  if (typeof secret === "string" && /^[A-Za-z0-9]+$/.test(secret)) return secret;
  throw new Error("the secret of a header proof consists of letters and digits");
}

function safePathText(content: string): string {
  if (/^[\w/.-]*$/.test(content)) return content;
  throw new Error(`${content} is not a text of letters, digits, slashes, dots and hyphens`);
}

function safeName(name: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return name;
  throw new Error(`${name} is not a header name of letters, digits, hyphens and underscores`);
}
