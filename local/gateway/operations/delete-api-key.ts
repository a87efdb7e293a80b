import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Account } from "../account.ts";
import { usagePermission } from "../usage/shapes.ts";

/** Removes an API key, from its plans as well. */
export const deleteApiKey: Operation<Account, { readonly ApiKey?: string }, JsonObject> = {
  name: "DeleteApiKey",
  permissions: (input, account) => usagePermission(account, "DELETE", `apikeys/${input.ApiKey}`),
  run: (input, _call, { usagePlans }) => {
    usagePlans.removeKey(input.ApiKey);
    return {};
  },
};
