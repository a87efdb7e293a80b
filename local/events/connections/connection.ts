import type {
  ConnectionAuthorizationType,
  ConnectionHttpParameters,
  ConnectionState,
  CreateConnectionAuthRequestParameters,
} from "@aws-sdk/client-eventbridge";
import type { Scope } from "../../aws/caller.ts";
import { ALPHANUMERIC, type Ids } from "../../ids.ts";
import type { Wire } from "../../json.ts";

/** What the connection's secret holds: everything that a request is authorized with. */
export type AuthParameters = Wire<CreateConnectionAuthRequestParameters>;
/** Headers, query parameters and body members that a connection adds to requests. */
export type HttpParameters = Wire<ConnectionHttpParameters>;

/** An access token as the authorization server gave it. */
export interface AccessToken {
  readonly value: string;
  /** Epoch milliseconds; undefined where the server did not say. */
  readonly expiresAt: number | undefined;
}

/** A connection: how requests to an HTTP endpoint are authorized. Times are epoch milliseconds. */
export interface Connection {
  readonly name: string;
  /** `arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID` */
  readonly arn: string;
  /** The secret that EventBridge makes and owns; there is no Secrets Manager here to read it from. */
  readonly secretArn: string;
  readonly createdAt: number;
  modifiedAt: number;
  authorizedAt: number | undefined;
  state: ConnectionState;
  stateReason: string | undefined;
  description: string | undefined;
  kmsKeyIdentifier: string | undefined;
  authorizationType: ConnectionAuthorizationType;
  /** Secret: in no answer, no event and no line of the log. */
  secret: AuthParameters;
  /** Secret as well. */
  token: AccessToken | undefined;
}

/** The ARNs of a new connection and of its secret, whose name ends in six random characters as all secrets' names do. */
export function connectionArns(
  { partition, region, account }: Scope,
  name: string,
  ids: Ids,
): { readonly arn: string; readonly secretArn: string } {
  const secret = `events!connection/${name}/${ids.uuid()}-${ids.text(6, ALPHANUMERIC)}`;
  return {
    arn: `arn:${partition}:events:${region}:${account}:connection/${name}/${ids.uuid()}`,
    secretArn: `arn:${partition}:secretsmanager:${region}:${account}:secret:${secret}`,
  };
}

/** The ARN that IAM checks operations on a connection against (Service Authorization Reference, EventBridge). */
export function connectionResource({ partition, region, account }: Scope, name: string | undefined): string {
  return `arn:${partition}:events:${region}:${account}:connection/${name ?? ""}`;
}

/** The ARN that IAM checks EventBridge's work on a connection's secret against: its caller must be allowed to do it. */
export function secretResource({ partition, region, account }: Scope, name: string | undefined): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:events!connection/${name ?? ""}/*`;
}
