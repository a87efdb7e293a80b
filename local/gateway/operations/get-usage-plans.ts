import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { pageOfItems } from "../pages.ts";
import { usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly KeyId?: string;
  readonly Limit?: string | number;
  readonly Position?: string;
}

/** The usage plans of the account, or those of one key, in pages. */
export const getUsagePlans: Operation<Account, Input, ReturnType<typeof pageOfItems>> = {
  name: "GetUsagePlans",
  permissions: (_input, account) => usagePermission(account, "GET", "usageplans"),
  run: (input, _call, { usagePlans }) => {
    const { KeyId } = input;
    const has = (planId: string): boolean => usagePlans.keysOf(planId).some(({ Id }) => Id === KeyId);
    return pageOfItems(
      usagePlans.plans().filter(({ Id }) => KeyId === undefined || has(Id)),
      input,
    );
  },
};
