import type { HttpParameters } from "./connection.ts";

/** What nobody says about EventBridge's connections; each choice stands here so that an afternoon on an account can settle it. */
export const UNKNOWNS = {
  /**
   * What the token request says besides the connection's own OAuth parameters, which win: the client's credentials and the
   * grant, as RFC 6749 §4.4 has them, in the body of a form, or in the query of a GET.
   */
  tokenRequestForm: "application/x-www-form-urlencoded",
  grant: [{ Key: "grant_type", Value: "client_credentials" }] satisfies HttpParameters["BodyParameters"],
  /** How long an authorization server may take, in milliseconds. */
  tokenTimeout: 60_000,
  /**
   * Whether an endpoint's 401 or 407 deauthorizes connections that have no token to refresh. Somebody's production did so: the
   * first call failed with 401, and each retry with InvalidConnectionState until the connection was updated.
   */
  refusalDeauthorizes: true,
  /** The words of `StateReason`. */
  refusedReason: (status: number) => `The endpoint refused the connection's credentials with status ${status}.`,
  deauthorizedReason: "The connection was deauthorized.",
} as const;

/** A token that expires within this many milliseconds is refreshed before it is used (EBUG/eb-target-connection-auth). */
export const REFRESH_BEFORE = 60_000;
