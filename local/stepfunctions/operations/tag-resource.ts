import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN, TAGS } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taggedResource } from "../tagged-resource.ts";
import { addTags } from "../tags.ts";

const CONSTRAINTS: Constraints = { resourceArn: ARN, tags: { ...TAGS, required: true } };

/** Adds tags to a state machine or an activity. */
export const tagResource: Operation<StepFunctions, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input) => permission("TagResource", input.resourceArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { resourceArn = "" } = input;
    const resource = taggedResource(resourceArn, state);
    addTags(resource.tags, input.tags ?? [], resourceArn);
    resource.keep();
    return {};
  },
};
