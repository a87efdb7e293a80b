import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { pageOfItems } from "../pages.ts";
import { shownKey, usagePermission } from "../usage/shapes.ts";

interface Input {
  readonly IncludeValues?: string | boolean;
  /** The beginning of a name. */
  readonly NameQuery?: string;
  readonly CustomerId?: string;
  readonly Limit?: string | number;
  readonly Position?: string;
}

/** The API keys of the account, in pages. */
export const getApiKeys: Operation<Account, Input, ReturnType<typeof pageOfItems>> = {
  name: "GetApiKeys",
  permissions: (_input, account) => usagePermission(account, "GET", "apikeys"),
  run: (input, _call, { usagePlans }) => {
    const { NameQuery = "", CustomerId, IncludeValues } = input;
    const found = usagePlans
      .keys()
      .filter(({ Name = "" }) => Name.startsWith(NameQuery))
      .filter((key) => CustomerId === undefined || key.CustomerId === CustomerId);
    return pageOfItems(
      found.map((key) => shownKey(key, IncludeValues)),
      input,
    );
  },
};
