import type { InspectionData } from "@aws-sdk/client-sfn";
import type { HttpHeader } from "../../http-exchange.ts";
import { statusText } from "../integrations/http/http-result.ts";
import type { HttpInspection } from "../integrations/http/inspection.ts";

/**
 * What the level TRACE shows of an HTTP Task: the raw request, and the response where one came. Secrets are what the
 * connection added; without them the request is as the definition has it, and nothing of the response is hidden (API
 * reference, TestState, revealSecrets).
 */
export function httpInspectionData(
  { sent, defined, response }: HttpInspection,
  revealSecrets: boolean,
): Pick<InspectionData, "request" | "response"> {
  const { method, url, shownHeaders, body } = revealSecrets ? sent : defined;
  const protocol = new URL(url).protocol.slice(0, -1);
  const request = { protocol, method, url, headers: printed(shownHeaders), ...(body === undefined ? {} : { body }) };
  if (response === undefined) return { request };
  return {
    request,
    response: {
      protocol,
      statusCode: String(response.status),
      statusMessage: statusText(response),
      headers: printed(response.headers),
      body: response.body.toString(),
    },
  };
}

/** As Java prints a list of headers (DG/test-state-isolation, the example of TRACE). */
function printed(headers: readonly HttpHeader[]): string {
  return `[${headers.map(([name, value]) => `${name}: ${value}`).join(", ")}]`;
}
