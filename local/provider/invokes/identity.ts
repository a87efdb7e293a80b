import { OWNER } from "../../aws/caller.ts";
import type { InvokeHandler } from "../handler.ts";

/** `aws.getCallerIdentity`: `sts:GetCallerIdentity` of the account's owner. */
export const getCallerIdentity: InvokeHandler = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  invoke: async (_args, { aws }) => {
    const answer = await aws.call("sts", "GetCallerIdentity", {}, { caller: OWNER });
    const { Account: accountId, Arn: arn, UserId: userId } = answer;
    return { accountId, arn, id: accountId, userId };
  },
};
