import type { IncomingMessage } from "node:http";

/** Where a request on the port is going. */
export interface Location {
  readonly apiId: string;
  /** Empty when the path names none. */
  readonly stage: string;
  /** What follows the stage, still encoded: empty for the stage itself. */
  readonly rest: readonly string[];
}

/**
 * Takes `/{apiId}/{stage}/…` apart, or `/{stage}/…` on a host named `{apiId}.execute-api.…`. A trailing slash means
 * nothing (wscat users write `…/test/`).
 */
export function locate(request: IncomingMessage): Location {
  const url = request.url ?? "/";
  const end = url.search(/[?#]/);
  const parts = (end < 0 ? url : url.slice(0, end)).split("/").slice(1);
  if (parts.at(-1) === "") parts.pop();
  const host = /^([a-z0-9]+)\.execute-api\./i.exec(request.headers.host ?? "")?.[1];
  const [apiId = "", stage = "", ...rest] = host === undefined ? parts : [host.toLowerCase(), ...parts];
  return { apiId, stage, rest };
}
