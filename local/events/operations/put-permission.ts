import type { PutPermissionCommandInput, PutPermissionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import { isObject, type JsonObject, parseObject, type Wire } from "../../json.ts";
import { busArn, busName, type EventBuses } from "../buses.ts";
import { validation } from "../errors.ts";

/** Sets a bus's policy, or adds one statement to it. */
export const putPermission: Operation<EventBuses, Wire<PutPermissionCommandInput>, Wire<PutPermissionCommandOutput>> = {
  name: "PutPermission",
  permissions: (input, buses) => [
    { action: "events:PutPermission", resource: busArn(buses.scope, busName(input.EventBusName)) },
  ],
  run: (input, _call, buses) => {
    const bus = buses.get(input.EventBusName);
    if (input.Policy !== undefined) {
      checkPolicy(input.Policy);
      bus.policy = input.Policy;
    } else {
      if (input.StatementId === undefined || input.Principal === undefined || input.Action === undefined) {
        throw validation("Parameters Action, Principal and StatementId must be specified when Policy is not.");
      }
      const others = statementsOf(bus.policy).filter((statement) => statement["Sid"] !== input.StatementId);
      const principal =
        input.Principal === "*" ? "*" : { AWS: `arn:${buses.scope.partition}:iam::${input.Principal}:root` };
      const { Type: type = "", Key: key = "", Value: value = "" } = input.Condition ?? {};
      const statement = {
        Sid: input.StatementId,
        Effect: "Allow",
        Principal: principal,
        Action: input.Action,
        Resource: bus.arn,
        ...(input.Condition === undefined ? {} : { Condition: { [type]: { [key]: value } } }),
      };
      bus.policy = JSON.stringify({ Version: "2012-10-17", Statement: [...others, statement] });
    }
    buses.keep(bus);
    return {} as Wire<PutPermissionCommandOutput>;
  },
};

/** @throws AwsError `ValidationException`; the service's own words are not documented. */
function checkPolicy(text: string): void {
  if (parseObject(text) === undefined) {
    throw validation("Parameter Policy is not valid. Reason: The policy must be a JSON object.");
  }
}

/** The statements of a policy document; none when there is no policy. */
export function statementsOf(policy: string | undefined): readonly JsonObject[] {
  const statements = parseObject(policy ?? "")?.["Statement"];
  return Array.isArray(statements) ? statements.filter(isObject) : [];
}
