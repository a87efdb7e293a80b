/**
 * One finding of the validation of a definition.
 *
 * AWS: ValidateStateMachineDefinitionDiagnostic (API Reference); the codes are those of its model and four more seen on
 * the service (floci-io/floci#2670).
 */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: DiagnosticCode;
  readonly message: string;
  /** A path such as `/States/A/Choices[0]/Next`; absent, as in AWS's answers, where a finding has no place. */
  readonly location?: string;
}

/** The codes that a definition can get; those about a machine's name belong to other operations. */
export type DiagnosticCode =
  | "INVALID_JSON_DESCRIPTION"
  | "MISSING_DESCRIPTION"
  | "SCHEMA_VALIDATION_FAILED"
  | "INVALID_RESOURCE"
  | "MISSING_END_STATE"
  | "DUPLICATE_STATE_NAME"
  | "INVALID_STATE_NAME"
  | "DUPLICATE_LABEL_NAME"
  | "INVALID_LABEL_NAME"
  | "MISSING_TRANSITION_TARGET"
  | "TOO_DEEPLY_NESTED"
  | "INVALID_JSONATA_EXPRESSION"
  | "UNSUPPORTED_JSONATA_EXPRESSION"
  | "RESERVED_VARIABLE_NAME"
  | "INVALID_VARIABLE_NAME"
  | "NO_DOLLAR"
  | "NO_PATH"
  | "PASS_RESULT_IS_STATIC";
