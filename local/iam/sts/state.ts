import type { Caller, Scope } from "../../aws/caller.ts";
import type { IamAccount } from "../account.ts";
import { sessionArn } from "../guard.ts";
import type { Sessions } from "../sessions.ts";

/** What STS knows: the roles, and the keys it gives out. */
export interface StsState {
  readonly account: IamAccount;
  readonly sessions: Sessions;
}

/** The owner of the account, as a person with an access key is shown. */
const OWNER_ID = "AIDALOCALOWNERAAAAAAA";

/** Who a caller is, in GetCallerIdentity's words. */
export function identityOf(caller: Caller, { account }: StsState): { arn: string; userId: string } {
  switch (caller.kind) {
    case "account":
      return { arn: ownerArn(account.scope), userId: OWNER_ID };
    case "role": {
      const role = account.roleByArn(caller.roleArn);
      return { arn: sessionArn(caller), userId: `${role?.id ?? "AROA"}:${caller.sessionName}` };
    }
    case "service":
      return { arn: caller.principal, userId: caller.principal };
    default: {
      const never: never = caller;
      throw new Error(`unknown caller ${JSON.stringify(never)}`);
    }
  }
}

/** `arn:aws:iam::000000000000:user/local` */
export function ownerArn({ partition, account }: Scope): string {
  return `arn:${partition}:iam::${account}:user/local`;
}
