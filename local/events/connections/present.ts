import type { Connection as ConnectionSummary, DescribeConnectionResponse } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../../json.ts";
import type { AuthParameters, Connection, HttpParameters } from "./connection.ts";

/** What the answers to changes say of a connection. */
export type ChangeAnswer = Pick<
  Wire<DescribeConnectionResponse>,
  "ConnectionArn" | "ConnectionState" | "CreationTime" | "LastModifiedTime" | "LastAuthorizedTime"
>;

/** @param state what the answer says while the change is under way, where that is another. */
export function presentChange(connection: Connection, state = connection.state): ChangeAnswer {
  const { arn, createdAt, modifiedAt, authorizedAt } = connection;
  return {
    ConnectionArn: arn,
    ConnectionState: state,
    CreationTime: createdAt / 1000,
    LastModifiedTime: modifiedAt / 1000,
    ...(authorizedAt === undefined ? {} : { LastAuthorizedTime: authorizedAt / 1000 }),
  };
}

/** A connection in a list. */
export function presentSummary(connection: Connection): Wire<ConnectionSummary> {
  const { name, authorizationType, stateReason } = connection;
  return {
    ...presentChange(connection),
    Name: name,
    AuthorizationType: authorizationType,
    ...(stateReason === undefined ? {} : { StateReason: stateReason }),
  };
}

/** A connection without its secrets: names of keys and users show, their values do not (API reference, DescribeConnection). */
export function presentConnection(connection: Connection): Wire<DescribeConnectionResponse> {
  const { description, kmsKeyIdentifier, secretArn, secret } = connection;
  return {
    ...presentSummary(connection),
    SecretArn: secretArn,
    AuthParameters: withoutSecrets(secret),
    ...(description === undefined ? {} : { Description: description }),
    ...(kmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier: kmsKeyIdentifier }),
  };
}

function withoutSecrets(secret: AuthParameters): NonNullable<Wire<DescribeConnectionResponse>["AuthParameters"]> {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth } = secret;
  const { InvocationHttpParameters: invocation } = secret;
  return {
    ...(key === undefined ? {} : { ApiKeyAuthParameters: { ApiKeyName: key.ApiKeyName } }),
    ...(basic === undefined ? {} : { BasicAuthParameters: { Username: basic.Username } }),
    ...(oauth === undefined
      ? {}
      : {
          OAuthParameters: {
            ClientParameters: { ClientID: oauth.ClientParameters?.ClientID },
            AuthorizationEndpoint: oauth.AuthorizationEndpoint,
            HttpMethod: oauth.HttpMethod,
            ...(oauth.OAuthHttpParameters === undefined
              ? {}
              : { OAuthHttpParameters: withoutSecretValues(oauth.OAuthHttpParameters) }),
          },
        }),
    ...(invocation === undefined ? {} : { InvocationHttpParameters: withoutSecretValues(invocation) }),
  };
}

const KINDS = ["HeaderParameters", "QueryStringParameters", "BodyParameters"] as const;

function withoutSecretValues(parameters: HttpParameters): HttpParameters {
  const shown: HttpParameters = {};
  for (const kind of KINDS) {
    const given = parameters[kind];
    if (given === undefined) continue;
    shown[kind] = given.map(({ Key, Value, IsValueSecret = false }) =>
      IsValueSecret ? { Key, IsValueSecret } : { Key, Value, IsValueSecret },
    );
  }
  return shown;
}
