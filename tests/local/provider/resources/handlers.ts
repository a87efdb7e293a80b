import type { Module } from "../../../../local/module.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../../../../local/provider/handler.ts";
import type { TestEnvironment } from "../../../support/environment.ts";

/** Drives resource handlers as the provider does. */
export interface Handlers {
  readonly context: HandlerContext;
  handler(type: string): ResourceHandler;
  create(type: string, inputs: Properties): ReturnType<ResourceHandler["create"]>;
}

/** The handlers of some modules over an environment. */
export function handlersOf(environment: TestEnvironment, modules: readonly Module[]): Handlers {
  const context: HandlerContext = {
    aws: environment.aws,
    log: environment.log,
    urn: "urn:pulumi:test::project::type::name",
    endpointUrl: environment.endpointUrl,
  };
  const handler = (type: string): ResourceHandler => {
    const found = modules.flatMap((module) => module.handlers).find((each) => each.type === type);
    if (found === undefined) throw new Error(`no handler for ${type}`);
    return found;
  };
  return { context, handler, create: (type, inputs) => handler(type).create(inputs, context) };
}
