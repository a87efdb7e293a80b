import type { Input } from "@pulumi/pulumi";
import type { Account } from "../account.ts";
import type { Settings } from "../settings.ts";
import type { WebSocketApi } from "../websocket/api.ts";

/** What every system of the program is built on. */
export interface Common {
  /** Where the routes go, and whose connections are pushed to. */
  readonly api: WebSocketApi;
  /** See `currentAccount`. */
  readonly account: Input<Account>;
  /** The configuration of the stack, checked. */
  readonly settings: Settings;
}

/** The API's connections, as workflows refer to them. */
export function connectionsOf(api: WebSocketApi) {
  return { host: api.host, stage: api.stageName, arn: api.connectionsArn };
}
