import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Gateway } from "../gateway.ts";

interface Input {
  readonly ApiId: string;
  readonly Stage: string;
  readonly RouteKey: string;
}

/**
 * `execute-api:Invoke`: no operation of any SDK, but an action that policies name. The handshake of an AWS_IAM route
 * goes through here, so that it is judged as every other call.
 */
export const invoke: Operation<Gateway, Input, JsonObject> = {
  name: "Invoke",
  permissions: ({ ApiId, Stage, RouteKey }, { environment }) => {
    const { partition, region, account } = environment.scope;
    return [
      {
        action: "execute-api:Invoke",
        resource: `arn:${partition}:execute-api:${region}:${account}:${ApiId}/${Stage}/${RouteKey}`,
      },
    ];
  },
  run: () => ({}),
};
