import type { Integration } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../../json.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { compileSelection } from "../selection.ts";
import { namedTemplate, requestScope } from "../template-scope.ts";
import type { BackendRequest } from "./backend.ts";
import { compileParameters } from "./parameter-mapping.ts";

/** Makes the backend's request out of a frame or a handshake. */
export type RequestMapping = (exchange: Exchange) => BackendRequest;

/** Which template is the body's: by expression, then `$default`; without an expression, `application/json`. */
const DEFAULT_KEY = "$default";
const CONTENT_TYPE_KEY = "application/json";

/**
 * Compiles the request side of an integration: template choice, passthrough, parameters
 * (DG/websocket-api-data-transformations).
 */
export function compileRequestMapping(integration: Wire<Integration>): RequestMapping {
  const name = `integration ${integration.IntegrationId}`;
  const templates = new Map(
    Object.entries(integration.RequestTemplates ?? {}).map(([key, text]) => [
      key,
      namedTemplate(text ?? "", `the request template ${key} of ${name}`),
    ]),
  );
  const selection = compileSelection(integration.TemplateSelectionExpression ?? CONTENT_TYPE_KEY);
  const parameters = compileParameters(integration.RequestParameters ?? {}, name);
  const refuses = refusal(integration, templates.size);

  return (exchange) => {
    const key = selection.evaluate({ requestBody: () => exchange.document });
    const template = templates.get(key) ?? templates.get(DEFAULT_KEY);
    if (template === undefined && refuses) {
      throw new Failure(
        "unsupportedMedia",
        `no request template of ${name} matches ${JSON.stringify(key)}, and PassthroughBehavior ` +
          `${integration.PassthroughBehavior} refuses what no template takes. ` +
          "Add a template with that key or $default, or set WHEN_NO_MATCH.",
      );
    }
    const body = template === undefined ? (exchange.body ?? "") : template(requestScope(exchange));
    return { ...converted(body, integration), ...parameters(exchange) };
  };
}

function refusal(integration: Wire<Integration>, templates: number): boolean {
  const behavior = integration.PassthroughBehavior ?? "WHEN_NO_MATCH";
  switch (behavior) {
    case "WHEN_NO_MATCH":
      return false;
    case "WHEN_NO_TEMPLATES":
      return templates > 0;
    case "NEVER":
      return true;
    default: {
      const never: never = behavior;
      throw new Error(`unknown passthrough behaviour ${String(never)}`);
    }
  }
}

/** `ContentHandlingStrategy` (DG/websocket-api-develop-binary-media-types). */
function converted(
  body: string,
  { ContentHandlingStrategy: strategy }: Wire<Integration>,
): Pick<BackendRequest, "body" | "bytes"> {
  switch (strategy) {
    case undefined:
      return { body };
    case "CONVERT_TO_TEXT":
      return { body: Buffer.from(body, "utf8").toString("base64") };
    case "CONVERT_TO_BINARY": {
      const bytes = Buffer.from(body, "base64");
      return { body: bytes.toString("latin1"), bytes };
    }
    default: {
      const never: never = strategy;
      throw new Error(`unknown content handling ${String(never)}`);
    }
  }
}
