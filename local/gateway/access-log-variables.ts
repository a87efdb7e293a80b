/**
 * What an access log may show (DG/websocket-api-logging). It is less than `$context` has in templates: how a connection
 * ended is only in the execution log.
 */
const SUPPORTED: ReadonlySet<string> = new Set(
  (
    "apiId authorize.error authorize.latency authorize.status authenticate.error authenticate.latency authenticate.status " +
    "connectedAt connectionId domainName error.message error.messageString error.responseType error.validationErrorString " +
    "eventType extendedRequestId integration.error integration.integrationStatus integration.latency integration.requestId " +
    "integration.status integrationLatency messageId requestId requestTime requestTimeEpoch routeKey stage status " +
    "waf.error waf.latency waf.status"
  ).split(" "),
);

/** Families of which any member may be asked for: what an authorizer says of a client, and what the request says. */
const FAMILIES = /^(?:authorizer|identity)\./;

/** A variable in a format: the path is in the first group, or between braces in the second. */
export const VARIABLE = /\$(?:context\.([\w.-]*[\w-])|\{context\.([\w.-]+)\})/g;

/** The variables of a format that API Gateway refuses, as it writes them: `$context.path`. */
export function unsupportedVariables(format: string): readonly string[] {
  const paths = [...format.matchAll(VARIABLE)].map(([, plain, braced]) => plain ?? braced ?? "");
  return [...new Set(paths)]
    .filter((path) => !SUPPORTED.has(path) && !FAMILIES.test(path))
    .map((path) => `$context.${path}`);
}
