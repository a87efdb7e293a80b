import { defineStateMachine } from "../../../statemachines/asl/define.ts";

defineStateMachine({
  StartAt: "Choose",
  States: {
    Choose: {
      Type: "Choice",
      Choices: [
        {
          // refused: Variable: must be a JSONPath, such as '$.total'
          Variable: "total",
          NumericEquals: 1,
          Next: "Stop",
        },
        {
          Variable: "$.total",
          // refused: Type 'string' is not assignable to type 'number'
          NumericEquals: "1",
          Next: "Stop",
        },
        {
          // refused: a Choice rule has one operator; use And for more
          Variable: "$.total",
          NumericEquals: 1,
          IsPresent: true,
          Next: "Stop",
        },
        {
          // refused: a Choice rule needs an operator such as StringEquals, or And, Or, Not
          Variable: "$.total",
          Next: "Stop",
        },
        {
          And: [
            {
              Variable: "$.total",
              IsNumeric: true,
              // refused: Next: only a rule itself says where to go, not what is inside And, Or and Not
              Next: "Stop",
            },
          ],
          Next: "Stop",
        },
        {
          Variable: "$.total",
          // refused: NumericEqual: no such field in a Choice rule
          NumericEqual: 1,
          IsNull: true,
          Next: "Stop",
        },
      ],
    },
    Stop: { Type: "Succeed" },
  },
});

defineStateMachine({
  StartAt: "Choose",
  States: {
    Choose: {
      Type: "Choice",
      // refused: Choices: needs at least one rule
      Choices: [],
    },
  },
});
