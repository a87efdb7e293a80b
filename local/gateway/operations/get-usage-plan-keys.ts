import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { pageOfItems } from "../pages.ts";
import { planKey, usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly UsagePlanId?: string;
  readonly Limit?: string | number;
  readonly Position?: string;
}

/** The keys of a usage plan, in pages. */
export const getUsagePlanKeys: Operation<Account, Input, ReturnType<typeof pageOfItems>> = {
  name: "GetUsagePlanKeys",
  permissions: (input, account) => usagePermission(account, "GET", `usageplans/${input.UsagePlanId}/keys`),
  run: (input, _call, { usagePlans }) => pageOfItems(usagePlans.keysOf(input.UsagePlanId).map(planKey), input),
};
