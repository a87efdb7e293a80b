import { defineStateMachine } from "../../../statemachines/asl/define.ts";

defineStateMachine({
  // refused: StartAt: no state named 'Begin' in this machine
  StartAt: "Begin",
  States: { Start: { Type: "Pass", End: true } },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: Next: no state named 'Ende' in this machine
      Next: "Ende",
    },
    End: { Type: "Succeed" },
  },
});

defineStateMachine({
  StartAt: "Choose",
  States: {
    Choose: {
      Type: "Choice",
      Choices: [
        {
          Variable: "$.a",
          IsPresent: true,
          // refused: Next: no state named 'Nowhere' in this machine
          Next: "Nowhere",
        },
      ],
      // refused: Default: no state named 'Elsewhere' in this machine
      Default: "Elsewhere",
    },
    End: { Type: "Succeed" },
  },
});

defineStateMachine({
  StartAt: "Call",
  States: {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      End: true,
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          // refused: Catch: no state named 'Mend' in this machine
          Next: "Mend",
        },
      ],
    },
  },
});

defineStateMachine({
  StartAt: "Both",
  States: {
    Both: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Inside",
          States: {
            Inside: {
              Type: "Pass",
              // refused: Next: no state named 'After' in this machine
              Next: "After",
            },
          },
        },
      ],
      Next: "After",
    },
    After: { Type: "Succeed" },
  },
});

defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemProcessor: {
        // refused: StartAt: no state named 'Each' in this machine
        StartAt: "Each",
        States: { One: { Type: "Pass", End: true } },
      },
      End: true,
    },
  },
});
