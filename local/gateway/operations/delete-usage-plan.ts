import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Account } from "../account.ts";
import { usagePermission } from "../usage/shapes.ts";

/** Removes a usage plan; its keys open its stages no longer. */
export const deleteUsagePlan: Operation<Account, { readonly UsagePlanId?: string }, JsonObject> = {
  name: "DeleteUsagePlan",
  permissions: (input, account) => usagePermission(account, "DELETE", `usageplans/${input.UsagePlanId}`),
  run: (input, _call, { usagePlans }) => {
    usagePlans.removePlan(input.UsagePlanId);
    return {};
  },
};
