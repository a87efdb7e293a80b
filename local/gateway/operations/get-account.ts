import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Account } from "../account.ts";
import { ACCOUNT_THROTTLE } from "../stage-defaults.ts";

/** What `GetAccount` of API Gateway v1 answers. */
export interface AccountOutput {
  readonly ApiKeyVersion: string;
  readonly CloudwatchRoleArn?: string;
  readonly Features: readonly string[];
  readonly ThrottleSettings: { readonly BurstLimit: number; readonly RateLimit: number };
}

/** The account's settings of API Gateway. */
export const getAccount: Operation<Account, JsonObject, AccountOutput> = {
  name: "GetAccount",
  permissions: (_input, account) => accountPermission(account, "GET"),
  run: (_input, _call, account) => accountOutput(account),
};

/** The permission for the account's settings. */
export function accountPermission({ environment }: Account, method: "GET" | "PATCH") {
  const { partition, region } = environment.scope;
  return [{ action: `apigateway:${method}`, resource: `arn:${partition}:apigateway:${region}::/account` }];
}

/** The settings as they are. */
export function accountOutput({ roleArn }: Account): AccountOutput {
  return {
    ApiKeyVersion: "4",
    ...(roleArn === undefined ? {} : { CloudwatchRoleArn: roleArn }),
    Features: ["UsagePlans"],
    ThrottleSettings: { BurstLimit: ACCOUNT_THROTTLE.burst, RateLimit: ACCOUNT_THROTTLE.rate },
  };
}
