import type { Authorizer } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import type { CompiledIntegration } from "./integrations/compile.ts";
import type { ValidateModel } from "./model-validation.ts";

/** A parameter that a handshake must bring. */
export interface RequiredParameter {
  readonly place: "header" | "querystring";
  readonly name: string;
}

/** How `$connect` is protected. */
export type Protection =
  | { readonly kind: "none" }
  | { readonly kind: "iam" }
  | { readonly kind: "authorizer"; readonly authorizer: Wire<Authorizer> };

/** A route of a deployment, everything it needs compiled once. */
export interface CompiledRoute {
  readonly key: string;
  /** Whether it sends replies: it has a route response (DG/apigateway-websocket-api-route-response). */
  readonly answers: boolean;
  readonly integration: CompiledIntegration | undefined;
  readonly validate: ValidateModel | undefined;
  readonly required: readonly RequiredParameter[];
  readonly protection: Protection;
  /** Where the API key is that the route requires; undefined where it requires none. */
  readonly apiKeyFrom: "header" | "authorizer" | undefined;
}
