import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import { identityOf, type StsState } from "../state.ts";

/** `GetCallerIdentity` (STS API reference, API_GetCallerIdentity): needs no permission. */
export const getCallerIdentity: Operation<
  StsState,
  Wire<GetCallerIdentityCommandInput>,
  Wire<GetCallerIdentityCommandOutput>
> = {
  name: "GetCallerIdentity",
  permissions: () => [],
  run: (_input, { caller }, state) => {
    const { arn, userId } = identityOf(caller, state);
    return { Arn: arn, UserId: userId, Account: state.account.scope.account };
  },
};
