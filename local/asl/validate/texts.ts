import type { ReservedMember } from "../jsonata/top-level-references.ts";

/**
 * AWS's sentences of validation. Those without a mark were seen in answers of AWS, most of them collected by the rules of the
 * linter cdk-preflight, measured with ValidateStateMachineDefinition (September 2026), the others in
 * floci-io/floci#2670, #2735, #2745, #2786, #2968 and #3733, localstack/localstack#11978 and Stedi-Public-Archive/ts2asl#912.
 * [inferred]: after the pattern of a sentence that was seen. [own]: AWS refuses this, its words are not known.
 */
export const texts = {
  unsupportedField: (field: string) => `Field '${field}' is not supported`,
  required: (...fields: string[]) => `These fields are required: [${fields.join(", ")}]`,
  onlyOne: (fields: readonly string[]) => `There should only be one of the following fields: [${fields.join(", ")}]`,
  exactlyOne: (fields: readonly string[]) =>
    `This object should have only one of the following fields: [${fields.join(", ")}]`,
  ruleKinds: "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
  /** Seen for Integer and [STRING], the latter for a number (floci#2968); the other types in brackets are inferred. */
  type: (type: "Integer" | "[STRING]" | "[BOOLEAN]" | "[NUMBER]" | "[OBJECT]" | "[ARRAY]") =>
    `Expected value of type ${type}`,
  minimum: (limit: string) => `Minimum value is ${limit}`,
  maximum: (limit: string) => `Maximum value is ${limit}`,
  oneOf: (values: readonly string[]) => `Value should be one of the following: [${values.join(", ")}]`,
  stateType:
    "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
  empty: "Value cannot be empty",
  jsonPath: "Value must be a valid JSONPath.",
  referencePath: (detail?: string) => `Value is not a Reference Path${detail === undefined ? "" : `: ${detail}`}`,
  referencePathStart: "Reference path didn't start with '$'",
  templateValue: (field: string) =>
    `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
  timestamp: "String does not match RFC3339 timestamp",
  jsonataDelimiters: "JSONata string must start with {% and end with %}",
  topLevelReference: (name: string) => `Reference to '${name}' at the top level is not supported.`,
  /** Seen for `$$` (floci's notes on AWS); the members of `$states` where they are not to be had are inferred. */
  reference: (name: "$$" | `$states.${ReservedMember}`) => `Reference to '${name}' is not supported.`,
  onlyJsonata: (field: string) =>
    `The QueryLanguage is set to 'JSONPath', but field '${field}' is only supported for the 'JSONata' QueryLanguage`,
  onlyJsonPath: (field: string) =>
    `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`,
  jsonPathUnderJsonata: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  statesAll: "States.ALL must appear alone and at end of list",
  resource: "Value is not a valid resource ARN",
  unknownResource: (arn: string) =>
    `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
  /** With a name that is near, seen in definitions and of evaluated arguments. */
  unsupportedArgument: (field: string, meant?: string) =>
    `The field "${field}" is not supported by Step Functions${meant === undefined ? "" : `. Did you mean '${meant}'?`}`,
  /** Seen for STRING; OBJECT and ARRAY are inferred. */
  argumentType: (field: string, type: string) => `The value for the field '${field}' must be a ${type}`,
  /** Seen for the QueryParameters of apigateway:invoke. */
  argumentFormat: (field: string) => `The value of the field '${field}' has an invalid format`,
  /** Seen for the Headers of http:invoke and apigateway:invoke (dev.classmethod.jp). */
  unsupportedValues: (field: string, values: readonly string[]) =>
    `The '${field}' field contains unsupported values: [${values.join(", ")}]`,
  invalidArgument: (field: string) => `The value for the '${field}' field is not valid`,
  missingArgument: (field: string) => `The field '${field}' is required but was missing`,
  activityCredentials: "The field 'Credentials' is not supported for activities",
  allowedValues: (field: string) => `The field '${field}' does not match any of the allowed values`,
  requiredField: (field: string) => `The field '${field}' is required`,
  expressPattern: (pattern: string) => `Express state machine does not support '${pattern}' service integration`,
  expressActivity: "Express state machine does not support Activity ARN",
  expressDistributed: "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
  missingTarget: (target: string) => `Missing 'Next' target: ${target}`,
  unreachable: (state: string) => `State "${state}" is not reachable.`,
  noTerminalState: "Workflow has no terminal state",
  duplicateState: (name: string) => `Duplicate State name: ${name}`,
  duplicateLabel: (label: string) => `Duplicate Label name: ${label}`,
  /** The beginning is not known. */
  longState: (name: string) => `State name '${name}' exceeds the 80-character limit allowed by the service`,
  longLabel: (label: string) => `Label '${label}' exceeds the 40-character limit allowed by the service`,
  /** [own] */
  labelCharacters: (label: string) => `Label '${label}' contains invalid characters`,
  reservedVariable: "Cannot assign to reserved variable '$states'.",
  variableCharacters: (name: string) =>
    `Invalid variable name '${name}': the variable name contains invalid characters.`,
  /** [own] */
  longVariable: (name: string) => `Invalid variable name '${name}': the variable name is longer than 80 characters.`,
  /** [own] */
  heartbeat: "The value of 'HeartbeatSeconds' must be smaller than the value of 'TimeoutSeconds'",
  /** [own] */
  maxDelay: "The value of 'MaxDelaySeconds' must be greater than the value of 'IntervalSeconds'",
  /** [own] */
  blank: "The state machine definition is empty",
  /** [own] */
  tooDeep: "The state machine definition is nested too deeply",
  /** [own] */
  noDollar: (field: string) =>
    `The value of the field '${field}' looks like a JSONPath or an intrinsic function, but the name of the field does not end with '.$'`,
  /** [own] */
  noPath: (field: string) =>
    `The value of the field '${field}' looks like a JSONPath, but the name of the field does not end with 'Path'`,
  /** [own] */
  staticResult: "The value looks like a JSONPath, but the Result of a Pass state is static",
} as const;
