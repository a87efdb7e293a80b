import { defineStateMachine } from "../../../statemachines/asl/define.ts";

defineStateMachine({
  StartAt: "Call",
  States: {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Retry: [
        {
          ErrorEquals: ["States.Timeout"],
          // refused: IntervalSeconds: 0 must be a whole number of at least 1
          IntervalSeconds: 0,
          // refused: MaxAttempts: -1 must be a whole number of at least 0
          MaxAttempts: -1,
          // refused: BackoffRate: 0.5 must be at least 1
          BackoffRate: 0.5,
          // refused: MaxDelaySeconds: 1.5 must be a whole number of at least 1
          MaxDelaySeconds: 1.5,
          // refused: JitterStrategy: must be FULL or NONE
          JitterStrategy: "HALF",
        },
        {
          // refused: ErrorEquals: States.ALL stands alone
          ErrorEquals: ["States.ALL", "States.Timeout"],
          // refused: MaxAttempt: no such field in a Retry
          MaxAttempt: 3,
        },
      ],
      Catch: [
        {
          // refused: ErrorEquals: names at least one error
          ErrorEquals: [],
          Next: "Stop",
        },
      ],
      End: true,
    },
    Stop: { Type: "Succeed" },
  },
});
