import type { HttpHeader, HttpRequest } from "../../http-exchange.ts";
import { parseObject } from "../../json.ts";
import type { Environment } from "../../module.ts";
import { isPlainLoopback, outboundUrl } from "../../outbound-url.ts";
import { exchangeWithin, type Outside } from "../../outside.ts";
import type { AccessToken, AuthParameters, Connection } from "./connection.ts";
import { UNKNOWNS } from "./unknowns.ts";

type OAuth = NonNullable<AuthParameters["OAuthParameters"]>;
type Parameter = { readonly Key?: string | undefined; readonly Value?: string | undefined };

/** An answer with a token is small. */
const ANSWER_LIMIT = 65_536;

/**
 * Gets an access token from the connection's authorization server.
 *
 * @throws Error whose message says what went wrong, and holds no secret.
 */
export async function fetchToken(
  connection: Connection,
  outside: Outside,
  { clock, log }: Environment,
): Promise<AccessToken> {
  const { OAuthParameters: oauth } = connection.secret;
  const endpoint = outboundUrl(oauth?.AuthorizationEndpoint ?? "");
  if (oauth === undefined || endpoint === undefined) throw new Error("it has no authorization endpoint");
  const place = `${endpoint.origin}${endpoint.pathname}`;
  if (isPlainLoopback(endpoint)) {
    log.info(`Connection ${connection.name} gets its token over plain HTTP from ${place}; AWS takes https:// only.`);
  }
  const limits = { signal: new AbortController().signal, bytes: ANSWER_LIMIT, milliseconds: UNKNOWNS.tokenTimeout };
  const response = await exchangeWithin(outside, tokenRequest(oauth, endpoint), limits).catch((error: unknown) => {
    throw new Error(`${place} cannot be asked: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (response.status < 200 || response.status > 299)
    throw new Error(`${place} answered with status ${response.status}`);
  const token = tokenOf(response.body.toString(), clock.now());
  if (token === undefined) throw new Error(`${place} answered without an access_token`);
  return token;
}

function tokenRequest(oauth: OAuth, endpoint: URL): HttpRequest {
  const { ClientID = "", ClientSecret = "" } = oauth.ClientParameters ?? {};
  const { HeaderParameters = [], QueryStringParameters = [], BodyParameters = [] } = oauth.OAuthHttpParameters ?? {};
  const credentials = [
    ...UNKNOWNS.grant,
    { Key: "client_id", Value: ClientID },
    { Key: "client_secret", Value: ClientSecret },
  ];
  const method = oauth.HttpMethod ?? "POST";
  const inQuery = method === "GET";
  for (const [name, value] of merged(inQuery ? [...credentials, ...QueryStringParameters] : QueryStringParameters)) {
    endpoint.searchParams.set(name, value);
  }
  const headers = new Map(
    HeaderParameters.map(({ Key = "", Value = "" }) => [Key.toLowerCase(), [Key, Value] as HttpHeader]),
  );
  if (inQuery) return { method, url: endpoint.href, headers: [...headers.values()], body: undefined };
  if (!headers.has("content-type")) headers.set("content-type", ["Content-Type", UNKNOWNS.tokenRequestForm]);
  const fields = merged([...credentials, ...BodyParameters]);
  const json = headers.get("content-type")?.[1].includes("json") === true;
  const body = json ? JSON.stringify(Object.fromEntries(fields)) : new URLSearchParams([...fields]).toString();
  return { method, url: endpoint.href, headers: [...headers.values()], body };
}

/** The later of two parameters of one name wins. */
function merged(parameters: readonly Parameter[]): ReadonlyMap<string, string> {
  return new Map(parameters.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** RFC 6749 §5.1. */
function tokenOf(body: string, now: number): AccessToken | undefined {
  const { access_token: value, expires_in: seconds } = parseObject(body) ?? {};
  if (typeof value !== "string" || value === "") return undefined;
  const lasts = Number(seconds);
  return { value, expiresAt: Number.isFinite(lasts) && lasts > 0 ? now + lasts * 1000 : undefined };
}
