import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taggedResource } from "../tagged-resource.ts";

const CONSTRAINTS: Constraints = {
  resourceArn: ARN,
  tagKeys: { type: "list", required: true, items: { type: "string", min: 1, max: 128 } },
};

/** Removes tags from a state machine or an activity. */
export const untagResource: Operation<
  StepFunctions,
  Wire<UntagResourceCommandInput>,
  Wire<UntagResourceCommandOutput>
> = {
  name: "UntagResource",
  permissions: (input) => permission("UntagResource", input.resourceArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const resource = taggedResource(input.resourceArn ?? "", state);
    for (const key of input.tagKeys ?? []) resource.tags.delete(key);
    resource.keep();
    return {};
  },
};
