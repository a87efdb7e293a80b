import type { DescribeActivityCommandInput, DescribeActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { activityByArn } from "../activity-by-arn.ts";
import { encryptionConfiguration } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { activityArn: ARN };

/** Describes an activity. */
export const describeActivity: Operation<
  StepFunctions,
  Wire<DescribeActivityCommandInput>,
  Wire<DescribeActivityCommandOutput>
> = {
  name: "DescribeActivity",
  permissions: (input) => permission("DescribeActivity", input.activityArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { arn, creationDate, encryption, name } = activityByArn(input.activityArn ?? "", state);
    return {
      activityArn: arn,
      creationDate: creationDate / 1000,
      encryptionConfiguration: encryptionConfiguration(encryption),
      name,
    };
  },
};
