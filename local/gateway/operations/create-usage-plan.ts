import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { required } from "../errors.ts";
import { usagePermission } from "../usage/shapes.ts";
import { checkQuota, type UsagePlan } from "../usage/usage-plans.ts";

type Input = Partial<Omit<UsagePlan, "Id">>;

/** Makes a usage plan. */
export const createUsagePlan: Operation<Account, Input, UsagePlan> = {
  name: "CreateUsagePlan",
  permissions: (_input, account) => usagePermission(account, "POST", "usageplans"),
  run: ({ Name, Description, ApiStages = [], Throttle, Quota, Tags = {} }, _call, account) => {
    const { usagePlans } = account;
    checkQuota(Quota);
    for (const stage of ApiStages) account.checkStage(stage);
    return usagePlans.putPlan({
      Id: usagePlans.newPlanId(),
      Name: required(Name, "Name"),
      ...(Description === undefined ? {} : { Description }),
      ApiStages,
      ...(Throttle === undefined ? {} : { Throttle }),
      ...(Quota === undefined ? {} : { Quota }),
      Tags,
    });
  },
};
