import type { HttpHeader, HttpRequest, HttpResponse } from "../../../http-exchange.ts";

/** An HTTP Task's request and its response, for TestState's level TRACE. */
export interface HttpInspection {
  /** As it was sent, secrets included. */
  readonly sent: ShownRequest;
  /** As the definition has it, without what the connection added. */
  readonly defined: ShownRequest;
  /** Undefined where none came. */
  readonly response: HttpResponse | undefined;
}

/** The parts of a request that are shown. */
export type ShownRequest = Pick<HttpRequest, "method" | "url" | "body"> & {
  readonly shownHeaders: readonly HttpHeader[];
};
