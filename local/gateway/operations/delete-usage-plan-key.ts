import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Account } from "../account.ts";
import { usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly UsagePlanId?: string;
  readonly KeyId?: string;
}

/** Takes a key out of a usage plan. */
export const deleteUsagePlanKey: Operation<Account, Input, JsonObject> = {
  name: "DeleteUsagePlanKey",
  permissions: ({ UsagePlanId, KeyId }, account) =>
    usagePermission(account, "DELETE", `usageplans/${UsagePlanId}/keys/${KeyId}`),
  run: ({ UsagePlanId, KeyId }, _call, { usagePlans }) => {
    usagePlans.setMember(UsagePlanId, usagePlans.key(KeyId).Id, false);
    return {};
  },
};
