/** Where the runtime pretends to be. */
export interface Scope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * Who makes a call, which decides what judges it.
 *
 * - `account`: the owner of the account (an SDK or CLI with whatever credentials, the provider): everything is allowed.
 * - `role`: a session of a role that a service assumed; its policies judge.
 * - `service`: a service principal acting without a role; only the resource's own policy judges.
 */
export type Caller = AccountCaller | RoleCaller | ServiceCaller;

export interface AccountCaller {
  readonly kind: "account";
}

export interface RoleCaller {
  readonly kind: "role";
  readonly roleArn: string;
  readonly sessionName: string;
  /** Further context keys of the session, such as `lambda:SourceFunctionArn`. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface ServiceCaller {
  readonly kind: "service";
  /** Such as `events.amazonaws.com`. */
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/** The account's owner. */
export const OWNER: AccountCaller = { kind: "account" };
