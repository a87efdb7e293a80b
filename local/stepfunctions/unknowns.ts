/** What AWS does not document of Step Functions, or where what was seen disagrees; each choice stands here. */
export const UNKNOWNS = {
  /**
   * How `states:startExecution` spells its own result. PascalCase: machines that run on AWS read `$.ExecutionArn` of it
   * (the developer guide speaks of PascalCase for requests only), and `.sync` answers so by the guide's own examples. One
   * measurement had `executionArn` and `startDate` (floci-io/floci#2686), which `camelCase` gives.
   */
  startExecutionResult: "PascalCase" as "PascalCase" | "camelCase",
  /**
   * Whether InvalidExecutionInput names Jackson's exception before its words. The one answer that somebody pasted, about
   * 2020, does (`'com.fasterxml.jackson.core.JsonParseException: Unexpected character ('"' (code 34)): …`, in a student's
   * public notes); the answers of later years that say `was expecting (JSON String, …` came without what stands before.
   * InvalidOutput is taken to do the same.
   */
  namesJacksonException: true,
};
