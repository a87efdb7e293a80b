import { isObject } from "../json.ts";
import { invalidParameter } from "./errors.ts";
import { compileFilterPolicy } from "./filter-policy.ts";

const SCOPES = ["MessageAttributes", "MessageBody"];

/** @throws AwsError `InvalidParameter` for an attribute that SNS would refuse (Subscribe in the API reference). */
export function checkSubscriptionAttribute(name: string, value: string): void {
  switch (name) {
    case "FilterPolicy":
      compileFilterPolicy({ FilterPolicy: value });
      return;
    case "FilterPolicyScope":
      if (!SCOPES.includes(value))
        throw invalidParameter("FilterPolicyScope: Invalid value. Please use either MessageBody or MessageAttributes");
      return;
    case "RawMessageDelivery":
      if (value !== "true" && value !== "false") throw invalidParameter("RawMessageDelivery");
      return;
    case "RedrivePolicy":
    case "DeliveryPolicy":
      checkJson(name, value);
      return;
    case "SubscriptionRoleArn":
      return;
    default:
      throw invalidParameter("AttributeName");
  }
}

function checkJson(name: string, value: string): void {
  if (value === "") return;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = undefined;
  }
  if (!isObject(parsed)) throw invalidParameter(`${name}: failed to parse JSON.`);
  if (name === "RedrivePolicy" && typeof parsed["deadLetterTargetArn"] !== "string") {
    throw invalidParameter("RedrivePolicy: must be a valid ARN");
  }
}
