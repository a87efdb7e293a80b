/** What AWS does not document of the arguments of integrations; each choice stands here, with what was seen. */
export const UNKNOWNS = {
  /**
   * How many letters a name may differ from one that there is, to be asked "Did you mean …?". Seen: `S.$` is asked for `SS`
   * (two), `content` for `Content` (one), `TaskToken` of lambda:invoke for nothing.
   */
  suggestionDistance: 2,
  /**
   * Whether an unknown name that ends in `.$` is refused with the definition. Seen: ValidateStateMachineDefinition takes
   * `TaskToken.$` beside a lambda:invoke's Payload, and the execution fails when the Task should start.
   */
  refuseDynamicNames: false as boolean,
};
