import { OWNER } from "../../aws/caller.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { compact, eventsCall, GONE } from "./events-calls.ts";
import { unlessGone } from "./gone.ts";

const AUTHORIZATIONS = ["apiKey", "basic", "oauth"] as const;

/** How requests to an HTTP endpoint are authorized. AWS never tells a secret again: what was last known stays. */
export const eventConnection: ResourceHandler = {
  type: "aws:cloudwatch/eventConnection:EventConnection",
  check: ({ authParameters, invocationConnectivityParameters: connectivity }) => {
    const failures: CheckFailure[] = [];
    const given = isObject(authParameters) ? AUTHORIZATIONS.filter((name) => authParameters[name] !== undefined) : [];
    if (given.length > 1) {
      failures.push({ property: "authParameters", reason: `only one of ${given.join(", ")} can be set` });
    }
    const reason = "connections to private APIs are not served by the local runtime";
    if (connectivity !== undefined) failures.push({ property: "invocationConnectivityParameters", reason });
    if (isObject(authParameters) && authParameters["connectivityParameters"] !== undefined) {
      failures.push({ property: "authParameters.connectivityParameters", reason });
    }
    return failures;
  },
  create: async (inputs, context) => {
    await eventsCall(context, "CreateConnection", request(inputs));
    return present(String(inputs["name"]), inputs, context);
  },
  read: async (id, context, known) => {
    const connection = await unlessGone(eventsCall(context, "DescribeConnection", { Name: id }), GONE);
    if (connection === undefined) return undefined;
    const inputs = compact({
      name: connection["Name"],
      description: connection["Description"] === "" ? undefined : connection["Description"],
      authorizationType: connection["AuthorizationType"],
      kmsKeyIdentifier: connection["KmsKeyIdentifier"],
      authParameters: fromParameters(connection["AuthParameters"], known?.["authParameters"]),
    });
    return { ...outputsOf(connection, inputs, context), inputs };
  },
  update: async (id, _olds, news, context) => {
    const { AuthParameters, ...rest } = request(news);
    // What the program does not have any more is taken away, and not left as it was.
    const parameters = { InvocationHttpParameters: {}, ...(isObject(AuthParameters) ? AuthParameters : {}) };
    await eventsCall(context, "UpdateConnection", { Description: "", ...rest, Name: id, AuthParameters: parameters });
    return present(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(eventsCall(context, "DeleteConnection", { Name: id }), GONE);
  },
};

/** A connection is there when its authorization server has answered, whatever it said. */
async function present(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const connection = await eventsCall(context, "DescribeConnection", { Name: name });
  const input = { connectionArn: String(connection["ConnectionArn"]) };
  await context.aws.call("events-credentials", "AwaitConnection", input, { caller: OWNER });
  return outputsOf(connection, inputs, context);
}

function outputsOf(connection: JsonObject, inputs: Properties, { aws }: HandlerContext): ResourceState {
  const { Name: name, ConnectionArn: arn, SecretArn: secretArn } = connection;
  return { id: String(name), outputs: { ...inputs, arn, secretArn, region: aws.scope.region } };
}

function request(inputs: Properties): JsonObject {
  return compact({
    Name: inputs["name"],
    Description: inputs["description"],
    AuthorizationType: inputs["authorizationType"],
    KmsKeyIdentifier: inputs["kmsKeyIdentifier"],
    AuthParameters: toParameters(part(inputs, "authParameters")),
  });
}

function toParameters(parameters: JsonObject): JsonObject {
  const { apiKey, basic, oauth, invocationHttpParameters } = parameters;
  return compact({
    ApiKeyAuthParameters: isObject(apiKey) ? { ApiKeyName: apiKey["key"], ApiKeyValue: apiKey["value"] } : undefined,
    BasicAuthParameters: isObject(basic) ? { Username: basic["username"], Password: basic["password"] } : undefined,
    OAuthParameters: isObject(oauth) ? toOAuth(oauth) : undefined,
    InvocationHttpParameters: toHttp(invocationHttpParameters),
  });
}

function toOAuth(oauth: JsonObject): JsonObject {
  const client = part(oauth, "clientParameters");
  return compact({
    AuthorizationEndpoint: oauth["authorizationEndpoint"],
    HttpMethod: oauth["httpMethod"],
    ClientParameters: compact({ ClientID: client["clientId"], ClientSecret: client["clientSecret"] }),
    OAuthHttpParameters: toHttp(oauth["oauthHttpParameters"]),
  });
}

const KINDS = [
  ["headers", "HeaderParameters"],
  ["queryStrings", "QueryStringParameters"],
  ["bodies", "BodyParameters"],
] as const;

function toHttp(parameters: Json | undefined): JsonObject | undefined {
  if (!isObject(parameters)) return undefined;
  return compact(
    Object.fromEntries(
      KINDS.map(([ours, theirs]) => [
        theirs,
        list(parameters[ours])?.map((each) =>
          compact({ Key: each["key"], Value: each["value"], IsValueSecret: each["isValueSecret"] }),
        ),
      ]),
    ),
  );
}

function fromParameters(parameters: Json | undefined, known: unknown): JsonObject {
  const given = isObject(parameters) ? parameters : {};
  const last = isObject(known) ? known : {};
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth } = given;
  return compact({
    apiKey: isObject(key) ? compact({ key: key["ApiKeyName"], value: part(last, "apiKey")["value"] }) : undefined,
    basic: isObject(basic)
      ? compact({ username: basic["Username"], password: part(last, "basic")["password"] })
      : undefined,
    oauth: isObject(oauth) ? fromOAuth(oauth, part(last, "oauth")) : undefined,
    invocationHttpParameters: fromHttp(given["InvocationHttpParameters"], last["invocationHttpParameters"]),
  });
}

function fromOAuth(oauth: JsonObject, known: JsonObject): JsonObject {
  const client = part(oauth, "ClientParameters");
  const clientSecret = part(known, "clientParameters")["clientSecret"];
  return compact({
    authorizationEndpoint: oauth["AuthorizationEndpoint"],
    httpMethod: oauth["HttpMethod"],
    clientParameters: compact({ clientId: client["ClientID"], clientSecret }),
    oauthHttpParameters: fromHttp(oauth["OAuthHttpParameters"], known["oauthHttpParameters"]),
  });
}

function fromHttp(parameters: Json | undefined, known: Json | undefined): JsonObject | undefined {
  if (!isObject(parameters)) return undefined;
  const last = isObject(known) ? known : {};
  const entries = KINDS.map(([ours, theirs]) => [
    ours,
    list(parameters[theirs])?.map((each, index) => {
      const before = list(last[ours])?.[index];
      const value = each["Value"] ?? (before?.["key"] === each["Key"] ? before?.["value"] : undefined);
      return compact({ key: each["Key"], value, isValueSecret: each["IsValueSecret"] });
    }),
  ]);
  const http = compact(Object.fromEntries(entries));
  return Object.keys(http).length === 0 ? undefined : http;
}

function part(object: Properties, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

function list(value: Json | undefined): readonly JsonObject[] | undefined {
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}
