import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { badRequest } from "../errors.ts";
import { PRINCIPAL } from "../integrations/caller.ts";
import { type AccountOutput, accountOutput, accountPermission } from "./get-account.ts";

interface Input {
  readonly PatchOperations?: readonly { readonly Op?: string; readonly Path?: string; readonly Value?: string }[];
}

/** Sets or removes the role that writes the logs of all APIs of the account (DG/set-up-logging). */
export const updateAccount: Operation<Account, Input, AccountOutput> = {
  name: "UpdateAccount",
  permissions: (_input, account) => accountPermission(account, "PATCH"),
  run: (input, _call, account) => {
    for (const { Op = "", Path = "", Value } of input.PatchOperations ?? []) {
      if (Path !== "/cloudwatchRoleArn") throw badRequest(`Invalid patch path ${Path}`);
      if (Op !== "replace" && Op !== "add" && Op !== "remove")
        throw badRequest(`Invalid patch operation specified: ${Op}`);
      account.roleArn = Op === "remove" || Value === undefined || Value === "" ? undefined : checked(Value, account);
    }
    return accountOutput(account);
  },
};

/** AWS takes the role once to see whether it can. */
function checked(roleArn: string, { environment }: Account): string {
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(roleArn)) throw badRequest("Invalid ARN specified in the request");
  try {
    environment.aws.assumeRole({ roleArn, principal: PRINCIPAL, sessionName: "apigateway-account" });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    environment.log.warn(`API Gateway's CloudWatch role ${roleArn} cannot be taken: ${error.message}`);
    throw badRequest(
      "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.",
    );
  }
  return roleArn;
}
