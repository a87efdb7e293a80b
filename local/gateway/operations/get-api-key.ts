import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { shownKey, usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly ApiKey?: string;
  readonly IncludeValue?: string | boolean;
}

/** One API key. */
export const getApiKey: Operation<Account, Input, ReturnType<typeof shownKey>> = {
  name: "GetApiKey",
  permissions: (input, account) => usagePermission(account, "GET", `apikeys/${input.ApiKey}`),
  run: ({ ApiKey, IncludeValue }, _call, { usagePlans }) => shownKey(usagePlans.key(ApiKey), IncludeValue),
};
