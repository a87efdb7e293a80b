import type {
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput,
} from "@aws-sdk/client-sfn";
import { validateDefinition } from "../../asl/validate.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { DEFINITION, MACHINE_TYPE } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = {
  definition: { ...DEFINITION, required: true },
  type: MACHINE_TYPE,
  severity: { type: "string", values: ["ERROR", "WARNING"] },
  maxResults: { type: "integer", min: 0, max: 100 },
};

/** How many findings are shown when the request leaves `maxResults` out or says 0. */
const DEFAULT_RESULTS = 100;

/** Tells what is wrong with a definition without creating anything; only errors make the result FAIL. */
export const validateStateMachineDefinition: Operation<
  StepFunctions,
  Wire<ValidateStateMachineDefinitionCommandInput>,
  Wire<ValidateStateMachineDefinitionCommandOutput>
> = {
  name: "ValidateStateMachineDefinition",
  permissions: () => permission("ValidateStateMachineDefinition", "*"),
  run: (input) => {
    checkConstraints(input, CONSTRAINTS);
    const all = validateDefinition(input.definition ?? "", { type: input.type ?? "STANDARD" });
    const wanted = input.severity === "WARNING" ? all : all.filter(({ severity }) => severity === "ERROR");
    const most = input.maxResults === undefined || input.maxResults === 0 ? DEFAULT_RESULTS : input.maxResults;
    return {
      diagnostics: wanted.slice(0, most).map(({ code, location, message, severity }) => ({
        code,
        ...(location === undefined ? {} : { location }),
        message,
        severity,
      })),
      result: all.some(({ severity }) => severity === "ERROR") ? "FAIL" : "OK",
      truncated: wanted.length > most,
    };
  },
};
