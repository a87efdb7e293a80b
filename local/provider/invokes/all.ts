import type { InvokeHandler } from "../handler.ts";
import { getCachePolicy, getOriginRequestPolicy } from "./cloudfront-policies.ts";
import { getCallerIdentity } from "./identity.ts";
import { getLogGroup } from "./log-group.ts";
import { getPartition } from "./partition.ts";
import { getPolicyDocument } from "./policy-document.ts";
import { getRegion } from "./region.ts";

/** Every function of the AWS provider that is served without a module of its own. */
export const INVOKES: readonly InvokeHandler[] = [
  getCachePolicy,
  getCallerIdentity,
  getLogGroup,
  getOriginRequestPolicy,
  getPartition,
  getPolicyDocument,
  getRegion,
];
