import type { IncomingHttpHeaders } from "node:http";

/** What a signature says about who signs and for which service; the signature itself is not checked. */
export interface Credential {
  readonly accessKeyId: string;
  /** The service in the credential scope, such as `dynamodb`. */
  readonly service: string;
}

/**
 * Reads the credential of a signed request, from `Authorization` or, for presigned URLs, from the query string.
 * Undefined when nobody signed it.
 */
export function credentialOf(headers: IncomingHttpHeaders, search: string): Credential | undefined {
  const { authorization } = headers;
  if (authorization?.startsWith("AWS4-") === true) {
    const start = authorization.indexOf("Credential=");
    return start < 0 ? undefined : parseScope(authorization, start + "Credential=".length);
  }
  if (!search.includes("X-Amz-Credential=")) return undefined;
  return parseScope(new URLSearchParams(search).get("X-Amz-Credential") ?? "", 0);
}

/**
 * `AKID/20240110/us-east-1/SERVICE/aws4_request`; SigV4A has no region, so the service is counted from the end.
 */
function parseScope(text: string, start: number): Credential | undefined {
  const comma = text.indexOf(",", start);
  const scope = text.slice(start, comma < 0 ? undefined : comma).trim();
  const last = scope.lastIndexOf("/");
  const before = scope.lastIndexOf("/", last - 1);
  const first = scope.indexOf("/");
  if (first <= 0 || before <= first) return undefined;
  return { accessKeyId: scope.slice(0, first), service: scope.slice(before + 1, last) };
}
