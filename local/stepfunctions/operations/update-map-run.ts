import type { UpdateMapRunCommandInput, UpdateMapRunCommandOutput } from "@aws-sdk/client-sfn";
import type { MapRunLimits } from "../../asl/map-run.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { validationException } from "../errors.ts";
import { mapRunByArn } from "../map-run-by-arn.ts";
import { permission } from "../permission.ts";
import { LONG_ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const LIMITS = ["maxConcurrency", "toleratedFailurePercentage", "toleratedFailureCount"] as const;

const CONSTRAINTS: Constraints = {
  mapRunArn: LONG_ARN,
  maxConcurrency: { type: "integer", min: 0 },
  toleratedFailurePercentage: { type: "float", min: 0, max: 100 },
  toleratedFailureCount: { type: "integer", min: 0 },
};

/** Changes the limits of a Map Run that is still running. */
export const updateMapRun: Operation<StepFunctions, Wire<UpdateMapRunCommandInput>, Wire<UpdateMapRunCommandOutput>> = {
  name: "UpdateMapRun",
  permissions: (input) => permission("UpdateMapRun", input.mapRunArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const run = mapRunByArn(input.mapRunArn ?? "", state);
    const limits: { -readonly [Name in keyof MapRunLimits]?: number } = {};
    for (const name of LIMITS) {
      const value = input[name];
      if (value !== undefined) limits[name] = value;
    }
    if (Object.keys(limits).length === 0) {
      throw validationException("At least one parameter must be specified to update", "MISSING_REQUIRED_PARAMETER");
    }
    if (run.status !== "RUNNING") {
      throw validationException("Cannot update a completed Map Run", "CANNOT_UPDATE_COMPLETED_MAP_RUN");
    }
    run.update(limits);
    return {};
  },
};
