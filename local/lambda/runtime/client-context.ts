/** The members of a W3C trace context that handlers get to see (ric `context/constants.ts`). */
const FIELDS = ["traceparent", "tracestate", "baggage"] as const;

type Fields = { readonly [Name in (typeof FIELDS)[number]]?: string };

/** A caller's client context without its `w3c`, which handlers read by `context.w3c()`. */
export interface ClientContext {
  readonly clientContext: unknown;
  readonly w3c: Readonly<Fields>;
}

const NONE: ClientContext = { clientContext: undefined, w3c: Object.freeze({}) };

/** Takes a client context apart as AWS's runtime does (ric `context/context-builder.ts`). @param text JSON text. */
export function clientContextOf(text: string | undefined): ClientContext {
  if (text === undefined) return NONE;
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("w3c" in parsed)) return { ...NONE, clientContext: parsed };
  const { w3c, ...clientContext } = parsed;
  const given = typeof w3c === "object" && w3c !== null && !Array.isArray(w3c) ? Object.entries(w3c) : [];
  const known = given.filter(([name, value]) => FIELDS.some((one) => one === name) && typeof value === "string");
  return { clientContext, w3c: Object.freeze(Object.fromEntries(known)) };
}
