import { createApiKey } from "./operations/create-api-key.ts";
import { createUsagePlan } from "./operations/create-usage-plan.ts";
import { createUsagePlanKey } from "./operations/create-usage-plan-key.ts";
import { deleteApiKey } from "./operations/delete-api-key.ts";
import { deleteUsagePlan } from "./operations/delete-usage-plan.ts";
import { deleteUsagePlanKey } from "./operations/delete-usage-plan-key.ts";
import { getAccount } from "./operations/get-account.ts";
import { getApiKey } from "./operations/get-api-key.ts";
import { getApiKeys } from "./operations/get-api-keys.ts";
import { getUsagePlan } from "./operations/get-usage-plan.ts";
import { getUsagePlanKey } from "./operations/get-usage-plan-key.ts";
import { getUsagePlanKeys } from "./operations/get-usage-plan-keys.ts";
import { getUsagePlans } from "./operations/get-usage-plans.ts";
import { updateAccount } from "./operations/update-account.ts";
import { updateApiKey } from "./operations/update-api-key.ts";
import { updateUsagePlan } from "./operations/update-usage-plan.ts";

/** The operations of `apigateway` (v1) that WebSocket APIs need. */
export const ACCOUNT_OPERATIONS = [
  createApiKey,
  createUsagePlan,
  createUsagePlanKey,
  deleteApiKey,
  deleteUsagePlan,
  deleteUsagePlanKey,
  getAccount,
  getApiKey,
  getApiKeys,
  getUsagePlan,
  getUsagePlanKey,
  getUsagePlanKeys,
  getUsagePlans,
  updateAccount,
  updateApiKey,
  updateUsagePlan,
] as const;
