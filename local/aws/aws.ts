import type { JsonObject } from "../json.ts";
import type { Caller, RoleCaller, Scope } from "./caller.ts";
import type { Call, Permission, Service } from "./service.ts";

/** How one service, or the endpoint, calls another: the one door, behind which permissions are checked. */
export interface Aws {
  readonly scope: Scope;
  /**
   * Runs an operation as `caller`.
   *
   * @param service the service's id, such as `dynamodb`.
   * @param operation as AWS spells it, such as `PutItem`.
   * @throws AwsError as AWS answers, including the refusal when a policy does not allow it.
   */
  call(service: string, operation: string, input: JsonObject, options: CallOptions): Promise<JsonObject>;
  /**
   * Takes a role for a service, as that service does on AWS.
   *
   * @throws AwsError `AccessDenied` when the role is missing or its trust policy does not allow it.
   */
  assumeRole(request: AssumeRole): RoleCaller;
  /**
   * Asks whether `caller` may, without doing it: for what AWS checks when a resource is created.
   *
   * @returns AWS's words of the refusal; undefined when it is allowed.
   */
  refusal(caller: Caller, permission: Permission): string | undefined;
  /** Access keys for a role's session, as a Lambda handler gets them; requests signed with them act as that session. */
  issueCredentials(session: RoleSession): Credentials;
  /** Who signs with `accessKeyId`; undefined for keys that were not issued here, which stand for the account's owner. */
  resolveCredentials(accessKeyId: string): RoleSession | undefined;
  /** The services by id; the endpoint dispatches by their wire formats. */
  services(): ReadonlyMap<string, Service>;
}

export interface CallOptions {
  readonly caller: Caller;
  /** The call on whose behalf this one is made: while this one waits for time, so does that one. */
  readonly parent?: Call | undefined;
  readonly requestId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The `X-Amzn-Trace-Id` that an HTTP request came with. */
  readonly traceHeader?: string | undefined;
}

/** A session of a role, and the call on whose behalf its holder is running, if any (a Lambda invocation). */
export interface RoleSession {
  readonly caller: RoleCaller;
  readonly parent?: () => Call | undefined;
}

export interface Credentials {
  /** `ASIA…` */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface AssumeRole {
  readonly roleArn: string;
  /** Such as `states.amazonaws.com`. */
  readonly principal: string;
  readonly sessionName: string;
  /** What the service sends along (`aws:SourceArn`, `aws:SourceAccount`); API Gateway sends nothing. */
  readonly context?: Readonly<Record<string, string>>;
}
