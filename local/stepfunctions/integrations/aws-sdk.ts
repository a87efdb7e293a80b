import { StateError } from "../../asl/errors.ts";
import { apiModel } from "../../asl/resource/api-model.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { sdkErrors } from "./error-naming.ts";
import { sdkService } from "./sdk-model.ts";
import { fromWire, isoTimestamp, toWire } from "./sdk-shapes.ts";
import { argumentsOf, asText, callAs, type Integration } from "./task-context.ts";

/**
 * `aws-sdk:SERVICE:ACTION` (DG/supported-services-awssdk) for every service the runtime serves: arguments and results in
 * PascalCase, only what the API models, no metadata.
 */
export const awsSdk: Integration = async (task, context) => {
  const name = task.resource.service.slice("aws-sdk:".length);
  const { action } = task.resource;
  const service = sdkService(name);
  const api = apiModel(name, "sdk")?.operation(action);
  if (service === undefined || api === undefined) {
    throw new StateError("States.Runtime", `The local runtime does not serve the integration '${task.resource.arn}'.`);
  }
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const input = toWire(withTextInput(name, argumentsOf(task)), api.input);
  const { output } = await callAs(task, context, service.service, operation, input, sdkErrors(service));
  return fromWire(output, api.output, isoTimestamp);
};

/** Of the SDK integrations, those of Step Functions itself take a JSON object where the API wants its text. */
function withTextInput(name: string, parameters: JsonObject): JsonObject {
  const input = parameters["Input"];
  return name === "sfn" && isObject(input) ? { ...parameters, Input: asText(input) } : parameters;
}
