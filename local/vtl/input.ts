import { JavaException } from "./java-exception.ts";
import { readJson, writeJson } from "./json.ts";
import { compileJsonPath } from "./json-path.ts";
import { type JavaMap, type JavaObject, toText, type Value } from "./values.ts";

/** What `$input.json` answers for a path that leads nowhere: a pair of quotes; AWS's answer is not documented. */
const MISSING_JSON = '""';

/** What a request without a body shows as `$input.body`, as in REST APIs. */
const NO_BODY = "{}";

/** The request's parameters, as `$input.params()` gives them. */
export interface Parameters {
  readonly path: JavaMap;
  readonly querystring: JavaMap;
  readonly header: JavaMap;
}

const NO_PARAMETERS: Parameters = { path: new Map(), querystring: new Map(), header: new Map() };

/** `$input`: the body, parsed when a template first looks into it, and the parameters. */
export class Input implements JavaObject {
  readonly javaObject = true;
  readonly #body: string;
  readonly #parameters: Parameters;
  #document: Value | undefined;

  /**
   * @param body undefined where there is none.
   * @param document the body as JSON, when somebody has parsed it already.
   */
  constructor(body: string | undefined, parameters: Parameters = NO_PARAMETERS, document?: Value) {
    this.#document = document;
    this.#body = body === undefined || body === "" ? NO_BODY : body;
    this.#parameters = parameters;
  }

  property(name: string): Value | undefined {
    return name === "body" ? this.#body : undefined;
  }

  call(name: string, args: readonly Value[]): Value | undefined {
    const [argument] = args;
    switch (name) {
      case "getBody":
        return this.#body;
      case "path":
        return typeof argument === "string" ? (this.#read(argument) ?? null) : undefined;
      case "json": {
        if (typeof argument !== "string") return undefined;
        const found = this.#read(argument);
        return found === undefined ? MISSING_JSON : writeJson(found, { escapeSlash: false });
      }
      case "params":
        return argument === undefined ? this.#allParameters() : this.#parameter(toText(argument));
      default:
        return undefined;
    }
  }

  print(): string {
    return "$input";
  }

  #read(path: string): Value | undefined {
    this.#document ??= readBody(this.#body);
    return compileJsonPath(path).read(this.#document);
  }

  #allParameters(): Value {
    const { path, querystring, header } = this.#parameters;
    return new Map<string, Value>([
      ["path", path],
      ["querystring", querystring],
      ["header", header],
    ]);
  }

  /** Path, then query string, then header (DG/api-gateway-mapping-template-reference). */
  #parameter(name: string): Value {
    const { path, querystring, header } = this.#parameters;
    return path.get(name) ?? querystring.get(name) ?? header.get(name) ?? null;
  }
}

/** json-smart takes bare text for a string; what begins like an object, a list or a string must be well formed. */
function readBody(text: string): Value {
  try {
    return readJson(text);
  } catch (error) {
    const trimmed = text.trim();
    if (!/^[{["]/.test(trimmed)) return trimmed;
    throw new JavaException(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
