/** What may stand anywhere in a URI (RFC 2396 with the "other" characters of `java.net.URI`), brackets aside. */
const LEGAL = /^(?:[A-Za-z0-9\-_.!~*'();:@&=+$,/?]|%[0-9a-fA-F]{2}|[^\u0000-\u00a0\s])*$/u;

/** Whether `java.net.URI` takes a text: relative references are URIs to it, the empty one included. */
export function isUri(text: string): boolean {
  const hash = text.indexOf("#");
  const [rest, fragment] = hash < 0 ? [text, ""] : [text.slice(0, hash), text.slice(hash + 1)];
  if (!isLegal(fragment, true)) return false;
  const [, scheme, specific = rest] = /^([^:/?#]*):(.*)$/s.exec(rest) ?? [];
  if (scheme === undefined) return isHierarchical(rest);
  if (!/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme) || specific === "") return false;
  return specific.startsWith("/") ? isHierarchical(specific) : isLegal(specific, true);
}

function isHierarchical(text: string): boolean {
  const mark = text.indexOf("?");
  const [path, query] = mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
  if (!isLegal(query, true)) return false;
  if (!path.startsWith("//")) return isLegal(path, false);
  const slash = path.indexOf("/", 2);
  const authority = slash < 0 ? path.slice(2) : path.slice(2, slash);
  if (authority === "") return slash >= 0 || mark >= 0;
  return isAuthority(authority) && isLegal(slash < 0 ? "" : path.slice(slash), false);
}

function isAuthority(text: string): boolean {
  const address = /^(?:[^@[\]]*@)?\[([0-9A-Fa-f:.]+(?:%[^\]]+)?)\](?::\d*)?$/.exec(text);
  return address !== null || isLegal(text, false);
}

function isLegal(text: string, withBrackets: boolean): boolean {
  return LEGAL.test(withBrackets ? text.replace(/[[\]]/g, "") : text);
}
