import { isDeepStrictEqual } from "node:util";
import type { CreateActivityCommandInput, CreateActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Activity } from "../activities.ts";
import { arnPrefix, checkName } from "../arn.ts";
import { encryptionOf } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { activityAlreadyExists, activityLimitExceeded } from "../errors.ts";
import { permission } from "../permission.ts";
import { ENCRYPTION, REQUIRED_NAME, TAGS } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { addTags } from "../tags.ts";

const CONSTRAINTS: Constraints = { name: REQUIRED_NAME, tags: TAGS, encryptionConfiguration: ENCRYPTION };

/** Activities per account and Region (DG/service-quotas). */
const MOST_ACTIVITIES = 100_000;

/** Creates an activity; one of the same name is answered as it is, its tags too (API reference). */
export const createActivity: Operation<
  StepFunctions,
  Wire<CreateActivityCommandInput>,
  Wire<CreateActivityCommandOutput>
> = {
  name: "CreateActivity",
  permissions: (input, state) =>
    permission("CreateActivity", `${arnPrefix(state.environment.scope)}activity:${input.name}`),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { name = "" } = input;
    checkName(name);
    const arn = `${arnPrefix(state.environment.scope)}activity:${name}`;
    const encryption = encryptionOf(input.encryptionConfiguration);
    const existing = state.activities.get(arn);
    if (existing !== undefined) {
      if (!isDeepStrictEqual(existing.encryption, encryption)) throw activityAlreadyExists(arn);
      return { activityArn: arn, creationDate: existing.creationDate / 1000 };
    }
    if (state.activities.size >= MOST_ACTIVITIES) throw activityLimitExceeded();
    const tags = new Map<string, string>();
    addTags(tags, input.tags ?? [], arn);
    const creationDate = state.environment.clock.now();
    const activity: Activity = { arn, name, creationDate, tags, encryption, tasks: new Set(), pollers: new Set() };
    state.activities.set(arn, activity);
    state.keeper.keepActivity(activity);
    return { activityArn: arn, creationDate: creationDate / 1000 };
  },
};
