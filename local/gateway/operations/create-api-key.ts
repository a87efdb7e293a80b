import type { Operation } from "../../aws/service.ts";
import type { Account } from "../account.ts";
import { conflict } from "../errors.ts";
import { usagePermission } from "../usage/shapes.ts";
import { type ApiKey, checkKeyValue } from "../usage/usage-plans.ts";

interface Input {
  readonly Name?: string;
  readonly Description?: string;
  readonly CustomerId?: string;
  readonly Enabled?: boolean;
  readonly Value?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** Makes an API key, with a value of its own unless one is given. */
export const createApiKey: Operation<Account, Input, ApiKey> = {
  name: "CreateApiKey",
  permissions: (_input, account) => usagePermission(account, "POST", "apikeys"),
  run: ({ Name, Description, CustomerId, Enabled = false, Value, Tags = {} }, _call, { usagePlans }) => {
    if (Value !== undefined) checkKeyValue(Value);
    if (usagePlans.keys().some((key) => key.Value === Value)) throw conflict("API Key already exists");
    const now = usagePlans.now();
    return usagePlans.putKey({
      Id: usagePlans.newKeyId(),
      Value: Value ?? usagePlans.newValue(),
      ...(Name === undefined ? {} : { Name }),
      ...(Description === undefined ? {} : { Description }),
      ...(CustomerId === undefined ? {} : { CustomerId }),
      Enabled,
      CreatedDate: now,
      LastUpdatedDate: now,
      StageKeys: [],
      Tags,
    });
  },
};
