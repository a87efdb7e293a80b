import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, busName, type EventBuses } from "../buses.ts";
import { notFound } from "../errors.ts";
import { statementsOf } from "./put-permission.ts";

/** Takes one statement, or all, out of a bus's policy. */
export const removePermission: Operation<
  EventBuses,
  Wire<RemovePermissionCommandInput>,
  Wire<RemovePermissionCommandOutput>
> = {
  name: "RemovePermission",
  permissions: (input, buses) => [
    { action: "events:RemovePermission", resource: busArn(buses.scope, busName(input.EventBusName)) },
  ],
  run: (input, _call, buses) => {
    const bus = buses.get(input.EventBusName);
    if (bus.policy === undefined) throw notFound("EventBus does not have a policy.");
    const before = statementsOf(bus.policy);
    const after = input.RemoveAllPermissions === true ? [] : before.filter((one) => one["Sid"] !== input.StatementId);
    if (input.RemoveAllPermissions !== true && after.length === before.length) {
      throw notFound(`Statement with the provided id does not exist.`);
    }
    bus.policy = after.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: after });
    buses.keep(bus);
    return {} as Wire<RemovePermissionCommandOutput>;
  },
};
