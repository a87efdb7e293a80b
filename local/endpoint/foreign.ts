import type { IncomingMessage } from "node:http";
import { isAwsHost } from "../aws/aws-host.ts";

/** A request that is not answered at all. */
export interface Foreign {
  readonly status: 400 | 403 | 421;
  /** What is wrong, and how to mend it. */
  readonly why: string;
}

/**
 * Judges who made a browser send a request. The port is on loopback and any credentials will do, so whoever reaches it can
 * put code into a function and have it run here; and the browser of this machine reaches it for pages from anywhere:
 *
 * - A page whose own name has come to mean this machine (DNS rebinding) may read every answer, for to the browser it is
 *   the page's own. Its requests have the page's name in `Host`.
 * - A page may send, and not read, what a form or an image could: a POST, which always has its `Origin`, or a GET, which
 *   has none and comes with `Sec-Fetch-Site` (w3.org/TR/fetch-metadata). A presigned GET can do all that the Query
 *   protocol does.
 *
 * Whoever is no browser sends none of these, and any `Host` that the AWS SDKs and the AWS CLI make of an endpoint.
 *
 * @returns undefined for a request that may be answered.
 */
export function foreign({
  headers,
  httpVersion,
}: Pick<IncomingMessage, "headers" | "httpVersion">): Foreign | undefined {
  const { host = "", origin } = headers;
  if (headers.host === undefined && httpVersion === "1.1") return { status: 400, why: NO_HOST };
  if (!isHere(host)) return { status: 421, why: misdirected(host) };
  if (origin !== undefined) return originAllowed(origin) ? undefined : { status: 403, why: notOurs(origin) };
  return headers["sec-fetch-site"] === "cross-site" ? { status: 403, why: CROSS_SITE } : undefined;
}

/**
 * Names that no stranger can point at this machine, for public DNS does not have them: addresses (what ends in a number is
 * one, url.spec.whatwg.org), names without a dot (containers; `sync-localhost`, of the SDKs), and RFC 6761's
 * and ICANN's reserved ones, `host.docker.internal` among them.
 */
const NOT_IN_DNS = /^(?:[\w-]*|\[[\da-f:.]+\]|[^:]+\.(?:localhost|internal|test|\d+))\.?(?::\d*)?$/i;

function isHere(host: string): boolean {
  return NOT_IN_DNS.test(host) || isAwsHost(host.replace(/\.?(?::\d*)?$/, ""));
}

/** Pages of this machine, by whichever of its names; those below `.test` are somebody's who works on it (RFC 6761 §6.2). */
const OUR_PAGES =
  /^https?:\/\/(?:localhost|[^/:]+\.(?:localhost|test)|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|host\.(?:docker|containers)\.internal)(?::\d+)?$/;

function originAllowed(origin: string): boolean {
  return OUR_PAGES.test(origin);
}

function misdirected(host: string): string {
  return (
    `the Host ${host} is none of this machine's names, which is how DNS rebinding looks: ` +
    "call http://localhost and the port, and let a proxy in front send that Host."
  );
}

/** Files, sandboxed frames and redirects have the origin `null`, whosever they are. */
function notOurs(origin: string): string {
  return (
    `the page ${origin} is not of this machine: serve it at http://localhost, any port, to call AWS services here; ` +
    "WebSockets take pages from anywhere."
  );
}

const NO_HOST = "it has no Host, which HTTP/1.1 requires (RFC 9112 §3.2).";
const CROSS_SITE = "a page of another site sent the browser here: enter the URL yourself, or call it from no browser.";
