import type { Input } from "@pulumi/pulumi";
import type { Account } from "../account.ts";
import type { Settings } from "../settings.ts";
import type { WebSocketApi } from "../websocket/api.ts";

/** What every system of the program is built on. */
export interface Common {
  readonly api: WebSocketApi;
  readonly account: Input<Account>;
  readonly settings: Settings;
}

/** The API's connections, as workflows refer to them. */
export function connectionsOf(api: WebSocketApi) {
  return { host: api.host, stage: api.stageName, arn: api.connectionsArn };
}
