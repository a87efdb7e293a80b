import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { usagePermission } from "../usage/shapes.ts";
import type { UsagePlan } from "../usage/usage-plans.ts";

/** One usage plan. */
export const getUsagePlan: Operation<Account, { readonly UsagePlanId?: string }, UsagePlan> = {
  name: "GetUsagePlan",
  permissions: (input, account) => usagePermission(account, "GET", `usageplans/${input.UsagePlanId}`),
  run: (input, _call, { usagePlans }) => usagePlans.plan(input.UsagePlanId),
};
