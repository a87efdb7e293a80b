import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { badRequest } from "../errors.ts";
import { planKey, usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly UsagePlanId?: string;
  readonly KeyId?: string;
  readonly KeyType?: string;
}

/** Puts a key into a usage plan. */
export const createUsagePlanKey: Operation<Account, Input, ReturnType<typeof planKey>> = {
  name: "CreateUsagePlanKey",
  permissions: (input, account) => usagePermission(account, "POST", `usageplans/${input.UsagePlanId}/keys`),
  run: ({ UsagePlanId, KeyId, KeyType }, _call, { usagePlans }) => {
    if (KeyType !== "API_KEY") throw badRequest(`Invalid key type ${KeyType}: it is API_KEY`);
    const key = usagePlans.key(KeyId);
    usagePlans.setMember(UsagePlanId, key.Id, true);
    return planKey(key);
  },
};
