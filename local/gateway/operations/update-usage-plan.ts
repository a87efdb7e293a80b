import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { badRequest } from "../errors.ts";
import { type Patch, type PatchOperation, usagePermission } from "../usage/shapes.ts";
import { checkQuota, type PlanStage, type Quota, type UsagePlan } from "../usage/usage-plans.ts";

interface Input extends Patch {
  readonly UsagePlanId?: string;
}

/** Changes a usage plan: its name and description, its stages (`{apiId}:{stage}`), its limits. */
export const updateUsagePlan: Operation<Account, Input, UsagePlan> = {
  name: "UpdateUsagePlan",
  permissions: (input, account) => usagePermission(account, "PATCH", `usageplans/${input.UsagePlanId}`),
  run: ({ UsagePlanId, PatchOperations = [] }, _call, account) => {
    const { usagePlans } = account;
    const plan = usagePlans.plan(UsagePlanId);
    const changed = PatchOperations.reduce((before, patch) => apply(before, patch, account), plan);
    checkQuota(changed.Quota);
    return usagePlans.putPlan(changed);
  },
};

function apply(plan: UsagePlan, patch: PatchOperation, account: Account): UsagePlan {
  const { Op, Path = "", Value = "" } = patch;
  if (Op !== "add" && Op !== "remove" && Op !== "replace") throw badRequest(`Invalid patch operation specified: ${Op}`);
  const removed = Op === "remove";
  switch (Path) {
    case "/name":
      return { ...plan, Name: Value };
    case "/description":
      return { ...plan, Description: Value };
    case "/apiStages":
      return { ...plan, ApiStages: stagesAfter(plan, stageOf(Value), removed, account) };
    case "/throttle":
    case "/quota": {
      const { Throttle, Quota, ...rest } = plan;
      if (!removed) throw badRequest(`Invalid patch path ${Path}`);
      return Path === "/throttle" ? { ...rest, ...(Quota && { Quota }) } : { ...rest, ...(Throttle && { Throttle }) };
    }
    default:
      return limited(plan, Path, Value);
  }
}

function limited(plan: UsagePlan, path: string, value: string): UsagePlan {
  const quota = plan.Quota ?? { Limit: 0, Period: "DAY" as const };
  switch (path) {
    case "/throttle/rateLimit":
      return { ...plan, Throttle: { ...plan.Throttle, RateLimit: Number(value) } };
    case "/throttle/burstLimit":
      return { ...plan, Throttle: { ...plan.Throttle, BurstLimit: Number(value) } };
    case "/quota/limit":
      return { ...plan, Quota: { ...quota, Limit: Number(value) } };
    case "/quota/offset":
      return { ...plan, Quota: { ...quota, Offset: Number(value) } };
    case "/quota/period":
      return { ...plan, Quota: { ...quota, Period: value as Quota["Period"] } };
    default:
      throw badRequest(`Invalid patch path ${path}`);
  }
}

function stageOf(value: string): PlanStage {
  const [ApiId = "", Stage = ""] = value.split(":");
  return { ApiId, Stage };
}

function stagesAfter(plan: UsagePlan, stage: PlanStage, removed: boolean, account: Account): readonly PlanStage[] {
  const others = plan.ApiStages.filter(({ ApiId, Stage }) => ApiId !== stage.ApiId || Stage !== stage.Stage);
  if (removed) return others;
  account.checkStage(stage);
  return [...others, stage];
}
