/** What AWS does not document of Step Functions, or where what was seen disagrees; each choice stands here. */
export const UNKNOWNS = {
  /**
   * How `states:startExecution` spells its own result. PascalCase: machines that run on AWS read `$.ExecutionArn` of it
   * (the developer guide speaks of PascalCase for requests only), and `.sync` answers so by the guide's own examples. One
   * measurement had `executionArn` and `startDate` (floci-io/floci#2686), which `camelCase` gives.
   */
  startExecutionResult: "PascalCase" as "PascalCase" | "camelCase",
};
