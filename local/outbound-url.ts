/**
 * HTTP Tasks and OAuth connections call `https://` only on AWS. Here they also call plain HTTP on this machine, so that
 * one's own server on a laptop can be tried without a certificate; whoever calls it so says that in the log.
 */
const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** What stands in no URI (RFC 3986); Node's URLs encode it, Java's refuse it. */
const NO_URI = /[\s{}<>"\\^`|\x00-\x1f\x7f]/;

/** A URL that may be called: `https://` anywhere, `http://` on a loopback name; undefined for anything else. */
export function outboundUrl(text: string): URL | undefined {
  const url = !NO_URI.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return undefined;
  return url.protocol === "https:" || isPlainLoopback(url) ? url : undefined;
}

/** Whether AWS would refuse the URL that this runtime takes. */
export function isPlainLoopback({ protocol, hostname }: Pick<URL, "protocol" | "hostname">): boolean {
  return protocol === "http:" && LOOPBACK.test(hostname);
}
