import type { TemplateScope } from "../vtl/frame.ts";
import { Input } from "../vtl/input.ts";
import { compileTemplate, type Template } from "../vtl/template.ts";
import { TemplateError } from "../vtl/template-error.ts";
import { UTIL } from "../vtl/util.ts";
import type { Value } from "../vtl/values.ts";
import { contextMap } from "./context.ts";
import type { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";

/** What a request template sees: the frame, or on `$connect` the handshake's parameters. */
export function requestScope(exchange: Exchange): TemplateScope {
  return scopeOf(exchange, () => new Input(exchange.body, exchange.parameters, exchange.document));
}

/** What a response template sees: `$input` is the integration's answer, everything else is the request's. */
export function responseScope(exchange: Exchange, body: string): TemplateScope {
  return scopeOf(exchange, () => new Input(body, exchange.parameters));
}

/** Each variable is made when a template first asks for it: many look at `$input` only. */
function scopeOf(exchange: Exchange, makeInput: () => Input): TemplateScope {
  let input: Input | undefined;
  let context: Value | undefined;
  return (name) => {
    switch (name) {
      case "input":
        input ??= makeInput();
        return input;
      case "context":
        context ??= contextMap(exchange);
        return context;
      case "util":
        return UTIL;
      case "stageVariables":
        return exchange.stage.variableMap;
      default:
        return undefined;
    }
  };
}

/** A template of an integration: compiled when the stage is, its mistakes reported when it is needed. */
export function namedTemplate(text: string, name: string): (scope: TemplateScope) => string {
  let template: Template;
  try {
    template = compileTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return () => {
      throw new Failure("internal", `${name} is not a Velocity template: ${error.message}`);
    };
  }
  return (scope) => {
    try {
      return template(scope);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new Failure("internal", `${name} failed: ${error.message}`);
    }
  };
}
