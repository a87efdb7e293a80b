import type { IamAccount } from "./account.ts";

/** The ARN that a permission on a role is checked against, whether or not there is such a role. */
export function roleResource(name: string | undefined, account: IamAccount): string {
  const { partition, account: id } = account.scope;
  return account.findRole(name ?? "")?.arn ?? `arn:${partition}:iam::${id}:role/${name ?? ""}`;
}
