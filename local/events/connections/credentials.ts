import type { HttpHeader } from "../../http-exchange.ts";
import type { Connection, HttpParameters } from "./connection.ts";

/** What a connection adds to each request, the authorization first. All of it is secret. */
export interface Credentials {
  readonly headers: readonly HttpHeader[];
  readonly query: readonly HttpHeader[];
  readonly body: readonly HttpHeader[];
}

/** The credentials of an authorized connection (EBUG/eb-target-connection-auth). */
export function credentialsOf(connection: Connection): Credentials {
  const { HeaderParameters, QueryStringParameters, BodyParameters } = connection.secret.InvocationHttpParameters ?? {};
  return {
    headers: [authorizationOf(connection), ...pairs(HeaderParameters)],
    query: pairs(QueryStringParameters),
    body: pairs(BodyParameters),
  };
}

function authorizationOf({ authorizationType, secret, token }: Connection): HttpHeader {
  switch (authorizationType) {
    case "API_KEY": {
      const { ApiKeyName = "", ApiKeyValue = "" } = secret.ApiKeyAuthParameters ?? {};
      return [ApiKeyName, ApiKeyValue];
    }
    case "BASIC": {
      const { Username = "", Password = "" } = secret.BasicAuthParameters ?? {};
      return ["Authorization", `Basic ${Buffer.from(`${Username}:${Password}`).toString("base64")}`];
    }
    case "OAUTH_CLIENT_CREDENTIALS":
      return ["Authorization", `Bearer ${token?.value ?? ""}`];
    default: {
      const never: never = authorizationType;
      throw new Error(`unknown authorization ${String(never)}`);
    }
  }
}

function pairs(parameters: HttpParameters["BodyParameters"] = []): HttpHeader[] {
  return parameters.map(({ Key = "", Value = "" }) => [Key, Value]);
}
