import { JavaException } from "../../vtl/java-exception.ts";
import { compileJsonPath, type JsonPath } from "../../vtl/json-path.ts";
import { getProperty } from "../../vtl/members.ts";
import { toText, type Value } from "../../vtl/values.ts";
import { contextMap } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import type { BackendRequest } from "./backend.ts";

type Place = "header" | "querystring" | "path";
type Read = (exchange: Exchange) => string | undefined;
type Parameters = Pick<BackendRequest, "headers" | "query" | "path">;

const NONE: Parameters = { headers: {}, query: {}, path: {} };

/** Compiles `RequestParameters`: what goes where in the backend's request (DG/websocket-api-data-mapping). */
export function compileParameters(
  parameters: Readonly<Record<string, string | undefined>>,
  name: string,
): (exchange: Exchange) => Parameters {
  const mappings = Object.entries(parameters).map(([key, source]) => compileMapping(key, source ?? "", name));
  if (mappings.length === 0) return () => NONE;
  return (exchange) => {
    const places: Record<Place, Record<string, string>> = { header: {}, querystring: {}, path: {} };
    for (const { place, target, read } of mappings) {
      const value = read(exchange);
      if (value !== undefined) places[place][target] = value;
    }
    return { headers: places.header, query: places.querystring, path: places.path };
  };
}

function compileMapping(key: string, source: string, name: string): { place: Place; target: string; read: Read } {
  const [, place, target] = /^integration\.request\.(header|querystring|path)\.(.+)$/s.exec(key) ?? [];
  if (place === undefined || target === undefined) {
    const refuse: Read = () => {
      throw new Failure("internal", `${name} maps ${key}, which is no integration.request.header, querystring or path`);
    };
    return { place: "header", target: key, read: refuse };
  }
  return { place: place as Place, target, read: compileSource(source, name) };
}

/** A mapping's right side. */
export function compileSource(source: string, name: string): Read {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return () => literal;
  const [, from, rest = ""] = /^(context|stageVariables|route\.request\.[a-z]+)\.?(.*)$/s.exec(source) ?? [];
  switch (from) {
    case "context":
      return (exchange) => text(property(contextMap(exchange), rest.split(".")));
    case "stageVariables":
      return (exchange) => exchange.stage.variables[rest];
    case "route.request.header":
      return (exchange) => text(exchange.parameters?.header.get(rest));
    case "route.request.querystring":
      return (exchange) => text(exchange.parameters?.querystring.get(rest));
    case "route.request.multivalueheader":
      return (exchange) => exchange.handshake?.multiValueHeaders[rest]?.join(",");
    case "route.request.multivaluequerystring":
      return (exchange) => exchange.handshake?.multiValueQuery[rest]?.join(",");
    case "route.request.body":
      return bodyReader(rest, name);
    default:
      return () => {
        throw new Failure("internal", `${name} maps a parameter from ${source}, which is no mapping expression`);
      };
  }
}

function bodyReader(path: string, name: string): Read {
  let compiled: JsonPath;
  try {
    compiled = compileJsonPath(path === "" ? "$" : path);
  } catch (error) {
    if (!(error instanceof JavaException)) throw error;
    return () => {
      throw new Failure("internal", `${name} maps a parameter from the body's ${path}: ${error.message}`);
    };
  }
  return (exchange) => {
    const { document } = exchange;
    return document === undefined ? undefined : text(compiled.read(document));
  };
}

function property(value: Value, names: readonly string[]): Value | undefined {
  let found: Value | undefined = value;
  for (const name of names) found = found === undefined ? undefined : getProperty(found, name);
  return found;
}

function text(value: Value | undefined): string | undefined {
  return value === undefined || value === null ? undefined : toText(value);
}
