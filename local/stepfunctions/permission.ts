import type { Permission } from "../aws/service.ts";

/** What IAM must allow for an operation of Step Functions; requests without a resource are refused later, as invalid. */
export function permission(action: string, resource: string | undefined): readonly Permission[] {
  return [{ action: `states:${action}`, resource: resource ?? "*" }];
}
