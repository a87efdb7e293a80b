import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { badRequest } from "../errors.ts";
import { type Patch, type PatchOperation, shownKey, usagePermission } from "../usage/shapes.ts";
import type { ApiKey } from "../usage/usage-plans.ts";

interface Input extends Patch {
  readonly ApiKey?: string;
}

/** Changes an API key: its name, description, customer, or whether it opens anything. */
export const updateApiKey: Operation<Account, Input, ReturnType<typeof shownKey>> = {
  name: "UpdateApiKey",
  permissions: (input, account) => usagePermission(account, "PATCH", `apikeys/${input.ApiKey}`),
  run: ({ ApiKey: id, PatchOperations = [] }, _call, { usagePlans }) => {
    const changed = PatchOperations.reduce(apply, usagePlans.key(id));
    return shownKey(usagePlans.putKey({ ...changed, LastUpdatedDate: usagePlans.now() }), false);
  },
};

function apply(key: ApiKey, { Op, Path, Value = "" }: PatchOperation): ApiKey {
  if (Op !== "replace") throw badRequest(`Invalid patch operation specified: ${Op}`);
  switch (Path) {
    case "/name":
      return { ...key, Name: Value };
    case "/description":
      return { ...key, Description: Value };
    case "/customerId":
      return { ...key, CustomerId: Value };
    case "/enabled":
      return { ...key, Enabled: Value === "true" };
    default:
      throw badRequest(`Invalid patch path ${Path}`);
  }
}
