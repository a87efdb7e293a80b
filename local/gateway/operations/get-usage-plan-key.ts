import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { notFound } from "../errors.ts";
import { planKey, usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly UsagePlanId?: string;
  readonly KeyId?: string;
}

/** One key of a usage plan. */
export const getUsagePlanKey: Operation<Account, Input, ReturnType<typeof planKey>> = {
  name: "GetUsagePlanKey",
  permissions: ({ UsagePlanId, KeyId }, account) =>
    usagePermission(account, "GET", `usageplans/${UsagePlanId}/keys/${KeyId}`),
  run: ({ UsagePlanId, KeyId }, _call, { usagePlans }) => {
    const key = usagePlans.keysOf(UsagePlanId).find(({ Id }) => Id === KeyId);
    if (key === undefined) throw notFound("Invalid API Key identifier specified");
    return planKey(key);
  },
};
