import type { Module } from "../module.ts";
import type { InvokeHandler, ResourceHandler } from "./handler.ts";
import { type ResourceSchema, resourceSchema } from "./schema.ts";

/** A resource type that is served: what makes it, and what a table says about it. */
export interface ResourceType {
  readonly handler: ResourceHandler;
  readonly schema: ResourceSchema;
}

/** What the provider serves, by type token. */
export interface Registry {
  /** @throws UnknownToken naming the type. */
  resource(type: string): ResourceType;
  /** @throws UnknownToken naming the function. */
  invoke(token: string): InvokeHandler;
  /** Every resource type served, in order of token. */
  readonly types: readonly string[];
  /** Every function served, in order of token. */
  readonly functions: readonly string[];
}

/** A resource type or function that the local runtime does not serve. */
export class UnknownToken extends Error {
  override readonly name = "UnknownToken";
}

/**
 * Collects what the runtime's modules serve.
 *
 * @throws Error when a handler's type is not described by a schema, or two handlers have one type: a mistake of ours.
 */
export function createRegistry(
  modules: readonly Pick<Module, "handlers" | "invokes">[],
  invokes: readonly InvokeHandler[],
): Registry {
  const handlers = new Map<string, ResourceHandler>();
  const functions = new Map<string, InvokeHandler>();
  for (const handler of modules.flatMap((module) => module.handlers)) {
    if (handlers.has(handler.type)) throw new Error(`${handler.type} has two handlers`);
    handlers.set(handler.type, handler);
  }
  for (const handler of [...invokes, ...modules.flatMap((module) => module.invokes ?? [])]) {
    if (functions.has(handler.token)) throw new Error(`${handler.token} has two handlers`);
    functions.set(handler.token, handler);
  }
  const types = [...handlers.keys()].sort();
  return {
    types,
    functions: [...functions.keys()].sort(),
    resource: (type) => {
      const handler = handlers.get(type);
      if (handler === undefined) throw new UnknownToken(unserved("resource type", type, types));
      const schema = resourceSchema(type);
      if (schema === undefined) throw new Error(`${type} has a handler but no schema in local/provider/schema`);
      return { handler, schema };
    },
    invoke: (token) => {
      const handler = functions.get(token);
      if (handler === undefined) throw new UnknownToken(unserved("function", token, [...functions.keys()]));
      return handler;
    },
  };
}

/** The first part of a token says which service the person wanted: the others of that service are worth naming. */
function unserved(what: string, token: string, served: readonly string[]): string {
  const family = /^aws:([^/:]+)/.exec(token)?.[1];
  const near = served.filter((other) => other.startsWith(`aws:${family}/`));
  const list = near.length > 0 ? `; of ${family} it serves ${near.join(", ")}` : "";
  return `the local runtime does not serve the ${what} ${token}${list}. Leave it out of local runs by configuration: it deploys to AWS all the same.`;
}
