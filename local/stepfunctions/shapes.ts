import type { Constraint, Constraints } from "./constraints.ts";

/** The service model's shapes that several operations share. Lengths and patterns are the model's. */

/** The largest payload of a state, a task or an execution, in bytes of UTF-8. */
export const MAX_PAYLOAD = 262_144;

export const ARN: Constraint = { type: "string", required: true, min: 1, max: 256 };
export const LONG_ARN: Constraint = { type: "string", required: true, min: 1, max: 2000 };
export const NAME: Constraint = { type: "string", min: 1, max: 80 };
export const REQUIRED_NAME: Constraint = { ...NAME, required: true };
export const DEFINITION: Constraint = { type: "string", min: 1, max: 1_048_576, sensitive: true };
export const DATA: Constraint = { type: "string", max: MAX_PAYLOAD, sensitive: true };
export const ERROR: Constraint = { type: "string", max: 256, sensitive: true };
export const CAUSE: Constraint = { type: "string", max: 32_768, sensitive: true };
export const TASK_TOKEN: Constraint = { type: "string", required: true, min: 1, max: 2048 };
export const TRACE_HEADER: Constraint = {
  type: "string",
  max: 256,
  pattern: { matches: /^\p{ASCII}*$/u, text: "\\p{ASCII}*" },
};
export const PAGE_SIZE: Constraint = { type: "integer", min: 0, max: 1000 };
export const PAGE_TOKEN: Constraint = { type: "string", min: 1, max: 1024 };
export const DESCRIPTION: Constraint = { type: "string", max: 256, sensitive: true };
export const INCLUDED_DATA: Constraint = { type: "string", values: ["ALL_DATA", "METADATA_ONLY"] };
export const MACHINE_TYPE: Constraint = { type: "string", values: ["STANDARD", "EXPRESS"] };
export const ALIAS_NAME: Constraint = {
  type: "string",
  required: true,
  min: 1,
  max: 80,
  pattern: { matches: /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/, text: "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$" },
};

export const TAGS: Constraint = {
  type: "list",
  members: {
    // The model does not say so, but a tag without a key is none.
    key: { type: "string", required: true, min: 1, max: 128 },
    value: { type: "string", min: 0, max: 256 },
  },
};

export const LOGGING: Constraint = {
  type: "structure",
  members: {
    level: { type: "string", values: ["ALL", "ERROR", "FATAL", "OFF"] },
    includeExecutionData: { type: "boolean" },
    destinations: {
      type: "list",
      members: {
        cloudWatchLogsLogGroup: {
          type: "structure",
          members: { logGroupArn: { type: "string", min: 1, max: 256 } },
        },
      },
    },
  },
};

export const TRACING: Constraint = { type: "structure", members: { enabled: { type: "boolean" } } };

export const ENCRYPTION: Constraint = {
  type: "structure",
  members: {
    kmsKeyId: { type: "string", min: 1, max: 2048 },
    kmsDataKeyReusePeriodSeconds: { type: "integer", min: 60, max: 900 },
    type: { type: "string", required: true, values: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"] },
  },
};

export const ROUTING: Constraint = {
  type: "list",
  min: 1,
  max: 2,
  itemClass: "RoutingConfigurationListItem",
  members: {
    stateMachineVersionArn: { type: "string", required: true, min: 1, max: 256 },
    weight: { type: "integer", required: true, min: 0, max: 100 },
  },
};

/** What every starter of executions accepts. */
export const START: Constraints = {
  stateMachineArn: ARN,
  name: NAME,
  input: DATA,
  traceHeader: TRACE_HEADER,
};
