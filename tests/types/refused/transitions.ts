import { defineStateMachine } from "../../../statemachines/asl/define.ts";

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      // refused: a Pass state needs Next or End: true
      Type: "Pass",
    },
  },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      // refused: a Pass state has either Next or End, not both
      Type: "Pass",
      Next: "Stop",
      End: true,
    },
    Stop: { Type: "Succeed" },
  },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: End: can only be true
      End: false,
    },
  },
});

defineStateMachine({
  StartAt: "Choose",
  States: {
    Choose: {
      Type: "Choice",
      Choices: [{ Variable: "$.a", IsPresent: true, Next: "Stop" }],
      // refused: End: a Choice state has no such field
      End: true,
    },
    Stop: {
      Type: "Succeed",
      // refused: Next: a Succeed state has no such field
      Next: "Choose",
    },
  },
});

defineStateMachine({
  StartAt: "Fail",
  States: {
    Fail: {
      Type: "Fail",
      // refused: Retry: a Fail state has no such field
      Retry: [{ ErrorEquals: ["States.ALL"] }],
    },
  },
});

defineStateMachine({
  StartAt: "Wait",
  States: {
    Wait: {
      // refused: a Wait state needs Seconds, Timestamp, SecondsPath or TimestampPath
      Type: "Wait",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Wait",
  States: {
    Wait: {
      // refused: a Wait state has one of Seconds, Timestamp, SecondsPath and TimestampPath
      Type: "Wait",
      Seconds: 1,
      SecondsPath: "$.seconds",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Call",
  States: {
    // refused: Property 'Resource' is missing
    Call: {
      Type: "Task",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Each",
  States: {
    Each: {
      // refused: a Map state needs an ItemProcessor
      Type: "Map",
      End: true,
    },
  },
});

defineStateMachine({
  // refused: Timeout: no such field in a state machine
  Timeout: 5,
  StartAt: "Stop",
  States: { Stop: { Type: "Succeed" } },
});

defineStateMachine({
  StartAt: "Call",
  States: {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      // refused: TimeoutSeconds: must be a whole number of at least 1
      TimeoutSeconds: 0,
      End: true,
    },
  },
});
