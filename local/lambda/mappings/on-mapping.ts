import type { Permission } from "../../aws/service.ts";
import type { Lambda } from "../state.ts";

/** What IAM must allow for an operation on a mapping. */
export function onMapping({ scope }: Lambda, action: string, uuid: string | undefined): Permission {
  const { partition, region, account } = scope;
  return {
    action: `lambda:${action}`,
    resource: `arn:${partition}:lambda:${region}:${account}:event-source-mapping:${uuid ?? "*"}`,
  };
}
