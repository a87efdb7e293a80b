import type { SendTaskSuccessCommandInput, SendTaskSuccessCommandOutput } from "@aws-sdk/client-sfn";
import { readFrom } from "../../asl/source-text.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { invalidOutput, jacksonDetail } from "../errors.ts";
import { DATA, MAX_PAYLOAD, TASK_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taskByToken, tokenPermission } from "../task-by-token.ts";

const CONSTRAINTS: Constraints = { taskToken: TASK_TOKEN, output: { ...DATA, required: true } };

/** Completes a task with a result, which must be JSON. */
export const sendTaskSuccess: Operation<
  StepFunctions,
  Wire<SendTaskSuccessCommandInput>,
  Wire<SendTaskSuccessCommandOutput>
> = {
  name: "SendTaskSuccess",
  permissions: (input) => tokenPermission("SendTaskSuccess", input.taskToken),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { taskToken = "", output = "" } = input;
    if (Buffer.byteLength(output) > MAX_PAYLOAD) {
      throw invalidOutput(`The output exceeds the maximum size of ${MAX_PAYLOAD} bytes.`);
    }
    const json = readJson(output);
    if ("fault" in json) throw invalidOutput(jacksonDetail(json.fault));
    taskByToken(taskToken, state).succeed(readFrom(output, json.value));
    return {};
  },
};
