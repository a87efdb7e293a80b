import type { ResourceHandler } from "../handler.ts";
import { lambdaAlias } from "./lambda-alias.ts";
import { lambdaEventSourceMapping } from "./lambda-event-source-mapping.ts";
import { lambdaFunction } from "./lambda-function.ts";
import { lambdaFunctionEventInvokeConfig } from "./lambda-function-event-invoke-config.ts";
import { lambdaPermission } from "./lambda-permission.ts";

/** The resource types of Lambda. */
export const lambdaHandlers: readonly ResourceHandler[] = [
  lambdaAlias,
  lambdaEventSourceMapping,
  lambdaFunction,
  lambdaFunctionEventInvokeConfig,
  lambdaPermission,
];
