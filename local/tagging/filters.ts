import type { GetResourcesCommandInput } from "@aws-sdk/client-resource-groups-tagging-api";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import type { TaggedResource } from "./tagged-resource.ts";

/** Whether a resource is asked for. */
export type ResourceFilter = (resource: TaggedResource) => boolean;

/**
 * Compiles GetResources' filters: tag filters are ANDed and their values ORed, a filter without values asks for the key
 * alone; types are `service` or `service:type` (API_GetResources).
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function resourceFilter(input: Wire<GetResourcesCommandInput>): ResourceFilter {
  const { TagFilters: tagFilters = [], ResourceTypeFilters: types = [], ResourceARNList: arns } = input;
  if (arns !== undefined && (tagFilters.length > 0 || types.length > 0 || input.ResourcesPerPage !== undefined)) {
    throw invalid("ResourceARNList cannot be combined with other filters or with ResourcesPerPage.");
  }
  if (tagFilters.length > 50) throw invalid("At most 50 TagFilters are allowed.");
  for (const { Key: key } of tagFilters) if (key === undefined || key === "") throw invalid("A TagFilter needs a Key.");
  return ({ arn, tags }) =>
    arns?.includes(arn) !== false &&
    (types.length === 0 || types.some((type) => isOfType(arn, type))) &&
    tagFilters.every(({ Key: key = "", Values: values = [] }) => {
      const value = tags[key];
      return value !== undefined && (values.length === 0 || values.includes(value));
    });
}

/** `arn:aws:states:us-east-1:1:stateMachine:x` is of `states` and of `states:stateMachine`. */
function isOfType(arn: string, type: string): boolean {
  const [, , service = "", , , ...rest] = arn.split(":");
  const [wantedService, wantedType] = type.split(":");
  if (service !== wantedService) return false;
  if (wantedType === undefined) return true;
  const path = rest
    .join(":")
    .split(/[:/]/)
    .filter((part) => part !== "");
  // `/apis/ID/stages/NAME` is a stage, not an API.
  const named = path.length > 3 ? path[2] : path[0];
  return named === wantedType.replace(/^\//, "");
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
