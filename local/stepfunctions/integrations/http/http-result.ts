import { StateError } from "../../../asl/errors.ts";
import { STATUS_CODES } from "../../../http.ts";
import type { HttpResponse } from "../../../http-exchange.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** What an HTTP Task fails for (DG/call-https-apis, Unsupported HTTP Task responses). */
const UNSUPPORTED = /^\s*(?:application\/octet-stream|(?:image|video|audio)\/[^;\s]+)/i;
const JSON_TYPE = /^\s*[^;\s]+\/(?:[^;\s]+\+)?json\b/i;

/** The words of a status: the server's own, or those of RFC 9110, since HTTP/2 sends none. */
export function statusText({ status, statusText: own }: HttpResponse): string {
  return own === "" ? (STATUS_CODES[status] ?? "") : own;
}

/**
 * A response's body as text.
 *
 * @throws StateError `States.Runtime` for types that are no text, and for bytes that are none.
 */
export function responseText(response: HttpResponse): string {
  const type = contentType(response) ?? "";
  const unsupported = UNSUPPORTED.exec(type)?.[0];
  if (unsupported !== undefined) throw new StateError("States.Runtime", UNKNOWNS.unsupportedType(unsupported.trim()));
  try {
    return decoded(response.body, /;\s*charset="?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8");
  } catch {
    throw new StateError("States.Runtime", UNKNOWNS.unreadable);
  }
}

/** A character set that nobody knows is taken for UTF-8. */
function decoded(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    throw error;
  }
}

/** The result of an HTTP Task; a body that is called JSON is shown as JSON. */
export function httpResult(response: HttpResponse, text: string): JsonObject {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of response.headers) {
    if (Object.hasOwn(headers, name)) headers[name]?.push(value);
    else Object.defineProperty(headers, name, { value: [value], enumerable: true, writable: true, configurable: true });
  }
  return {
    Headers: headers,
    ResponseBody: bodyOf(response, text),
    StatusCode: response.status,
    StatusText: statusText(response),
  };
}

/** Without a type, whatever reads as JSON is JSON. */
function bodyOf(response: HttpResponse, text: string): Json {
  const type = contentType(response);
  if (type !== undefined && !JSON_TYPE.test(type)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function contentType({ headers }: HttpResponse): string | undefined {
  return headers.find(([name]) => name === "content-type")?.[1];
}
