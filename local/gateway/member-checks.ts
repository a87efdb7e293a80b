import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validationErrors } from "../aws/broken-constraint.ts";
import { brokenMembers, type Demands } from "../aws/model-constraints.ts";
import type { JsonObject } from "../json.ts";
import { badRequest } from "./errors.ts";

/** What has members of its own. */
type Kind =
  | "Api"
  | "Authorizer"
  | "Deployment"
  | "Integration"
  | "IntegrationResponse"
  | "Model"
  | "Route"
  | "RouteSettings"
  | "Stage";

/** Lengths and enums of the service model. Those for which API Gateway has words of its own stand where they are checked. */
const DEMANDS: Readonly<Record<Kind, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "member-demands.json"), "utf8"),
);

/**
 * Holds what a request would leave behind against the service model: not the request itself, in which an empty text takes
 * a value back.
 *
 * The words are those of the framework under AWS's services, which API Gateway passes on for REST APIs
 * (`1 validation error detected: Value 'X' at 'contentHandling' …`); nobody quotes those of v2.
 *
 * @param place where it stands in the request: `defaultRouteSettings.`.
 * @throws AwsError `BadRequestException`, of everything that is wrong: v2 has no other name for it.
 */
export function checkMembers(kind: Kind, value: object, place = ""): void {
  const broken = brokenMembers(value as JsonObject, DEMANDS[kind], place);
  if (broken.length > 0) throw badRequest(validationErrors(...broken));
}
