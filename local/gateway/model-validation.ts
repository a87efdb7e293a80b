import { isObject, type Json, type JsonObject, parseJson, parseObject } from "../json.ts";
import type { Log } from "../log.ts";
import type { SnapshotRoute } from "./api-record.ts";
import type { Exchange } from "./exchange.ts";
import { explainSchema } from "./explain-schema.ts";
import { Failure } from "./failure.ts";
import { compileSelection } from "./selection.ts";
import { mayHoldWholeFloats, withWholeFloats } from "./whole-float.ts";

/** Checks a frame against its route's model. */
export type ValidateModel = (exchange: Exchange) => void;

interface CompiledModel {
  /** The violations, none for a frame that fits. */
  check(instance: Json): string[];
}

/** `$ref` to another model of the API (DG/models-mappings). */
const MODEL_URL = "https://apigateway.amazonaws.com/restapis/";

/**
 * Compiles a route's request models (DG/websocket-api-request-validation): the expression chooses the model, `$default`
 * is the fallback, and a frame for which there is neither is invalid. Undefined for routes without models.
 */
export function compileModelValidation(
  { route }: SnapshotRoute,
  schemas: Readonly<Record<string, string>>,
  log: Log,
): ValidateModel | undefined {
  const named = Object.entries(route.RequestModels ?? {});
  if (named.length === 0 || route.RouteKey === "$connect" || route.RouteKey === "$disconnect") return undefined;
  const selection = compileSelection(route.ModelSelectionExpression ?? "$default");
  const compile = modelCompiler(schemas, log);
  const models = new Map(named.map(([key, name]) => [key, compile(name ?? "")]));

  return (exchange) => {
    const key = selection.evaluate({ requestBody: () => exchange.document });
    const model = models.get(key) ?? models.get("$default");
    if (model === undefined) {
      const keys = [...models.keys()].join(", ");
      throw invalid(`no model for ${JSON.stringify(key)}: the route has ${keys} and no $default`, "[]");
    }
    const { body = "" } = exchange;
    const violations = model.check(markedFrame(exchange, body) ?? parse(body));
    if (violations.length > 0) {
      const text = `[${violations.join(", ")}]`;
      throw invalid(`Request body does not match model schema for content type application/json: ${text}`, text);
    }
  };
}

/** The frame with its whole floats, if it has any. */
function markedFrame(exchange: Exchange, body: string): Json | undefined {
  if (!mayHoldWholeFloats(body)) return undefined;
  const { document } = exchange;
  return document === undefined ? undefined : withWholeFloats(document);
}

function invalid(why: string, validation: string): Failure {
  return new Failure("invalidBody", why, { validation });
}

function parse(body: string): Json {
  const value = parseJson(body);
  if (value === undefined) throw invalid("the frame is not JSON, and the route has a model", "[Invalid JSON]");
  return value;
}

function modelCompiler(schemas: Readonly<Record<string, string>>, log: Log): (name: string) => CompiledModel {
  const parsed = new Map(Object.entries(schemas).map(([name, text]) => [name, parseObject(text)]));
  return (name) => {
    const schema = parsed.get(name);
    if (schema === undefined) {
      log.warn(`The route names the model ${name}, which the deployment does not have: every frame is invalid.`);
      return { check: () => [`Invalid model name specified: ${name}`] };
    }
    const resolve = resolver(schema, parsed);
    return { check: (instance) => unlessEndless(name, () => explainSchema(schema, instance, resolve)) };
  };
}

/** A schema that refers to itself at the same place never ends. */
function unlessEndless(name: string, check: () => string[]): string[] {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure("internal", `the model ${name} refers to itself without end`);
  }
}

function resolver(root: JsonObject, models: ReadonlyMap<string, JsonObject | undefined>) {
  return (reference: string): JsonObject | undefined => {
    if (reference.startsWith(MODEL_URL)) return models.get(reference.slice(reference.lastIndexOf("/") + 1));
    if (!reference.startsWith("#")) return undefined;
    let found: Json | undefined = root;
    for (const part of reference.slice(1).split("/").slice(1)) {
      const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      found = isObject(found) ? found[name] : undefined;
    }
    return isObject(found) ? found : undefined;
  };
}
