import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taggedResource } from "../tagged-resource.ts";
import { listTags } from "../tags.ts";

const CONSTRAINTS: Constraints = { resourceArn: ARN };

/** Lists the tags of a state machine or an activity. */
export const listTagsForResource: Operation<
  StepFunctions,
  Wire<ListTagsForResourceCommandInput>,
  Wire<ListTagsForResourceCommandOutput>
> = {
  name: "ListTagsForResource",
  permissions: (input) => permission("ListTagsForResource", input.resourceArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    return { tags: listTags(taggedResource(input.resourceArn ?? "", state).tags) };
  },
};
