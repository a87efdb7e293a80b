import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { getPartitionOutput } from "@pulumi/aws/getPartition.js";
import { getRegionOutput } from "@pulumi/aws/getRegion.js";
import { type InvokeOptions, type Output, output } from "@pulumi/pulumi";

/** Where a program deploys to. ARNs are made of these, so that nothing is tied to one account, region or partition. */
export interface Account {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly id: string;
}

/** The account, region and partition of the provider in use. */
export function currentAccount(options?: InvokeOptions): Output<Account> {
  return output({
    partition: getPartitionOutput({}, options).partition,
    region: getRegionOutput({}, options).region,
    id: getCallerIdentityOutput({}, options).accountId,
  });
}
