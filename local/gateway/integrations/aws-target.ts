/** What an AWS integration's URI names (API reference, CreateIntegration). */
export type AwsTarget =
  | { readonly kind: "action"; readonly service: string; readonly action: string }
  | { readonly kind: "path"; readonly service: string; readonly path: string }
  | { readonly kind: "function"; readonly functionArn: string };

/**
 * Services whose JSON protocol's target API Gateway does not fill in for `action/…`: the caller maps `X-Amz-Target`
 * himself.
 */
export const CALLER_NAMES_TARGET: ReadonlySet<string> = new Set(["events"]);

/** Names in integration URIs that differ from the names of the runtime's services. */
const SERVICES: Readonly<Record<string, string>> = { "streams.dynamodb": "dynamodbstreams" };

/** Takes `arn:aws:apigateway:{region}:{service}:action/{Action}` or `…:path/{path}` apart; undefined when it is neither. */
export function parseAwsTarget(uri: string): AwsTarget | undefined {
  const [, named = "", kind, rest = ""] = /^arn:[\w-]+:apigateway:[^:]*:([^:]+):(path|action)\/(.*)$/s.exec(uri) ?? [];
  if (kind === undefined) return undefined;
  const service = SERVICES[named] ?? named.slice(named.lastIndexOf(".") + 1);
  const functionArn = service === "lambda" ? /^[^/]+\/functions\/(.+)\/invocations$/.exec(rest)?.[1] : undefined;
  if (functionArn !== undefined) return { kind: "function", functionArn };
  if (kind === "path") return { kind, service, path: rest };
  return { kind: "action", service, action: rest.split("&")[0] ?? rest };
}

/**
 * The URL that an AWS integration's URI stands for, as execution logs show it:
 * `https://states.us-east-1.amazonaws.com/?Action=StartExecution`; undefined for other URIs.
 */
export function endpointOf(uri: string): string | undefined {
  const [, partition = "", region = "", service = "", kind, rest = ""] =
    /^arn:([\w-]+):apigateway:([^:]*):([^:]+):(path|action)\/(.*)$/s.exec(uri) ?? [];
  if (kind === undefined) return undefined;
  const host = [service, region, partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"]
    .filter(Boolean)
    .join(".");
  return `https://${host}/${kind === "action" ? "?Action=" : ""}${rest}`;
}
