import { defineStateMachine } from "../../../statemachines/asl/define.ts";

defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: ResultPath: only JSONPath states have it; this state's query language is JSONata
      ResultPath: "$.a",
      End: true,
    },
  },
});

defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Call",
  States: {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      // refused: Parameters: only JSONPath states have it; this state's query language is JSONata
      Parameters: {},
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: Output: only JSONata states have it; this state's query language is JSONPath
      Output: "{% $states.input %}",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      Parameters: {
        // refused: '{% $states.input %}' is a JSONata expression, and this state's query language is JSONPath
        everything: "{% $states.input %}",
        // refused: name.$: 'name' is neither a JSONPath nor an intrinsic function
        "name.$": "name",
      },
      End: true,
    },
  },
});

defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: '$.order' is a JSONPath, and this state's query language is JSONata
      Output: "$.order",
      Next: "Call",
    },
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Arguments: {
        Message: {
          // refused: '$$.Execution.Id' is a JSONPath, and this state's query language is JSONata
          id: "$$.Execution.Id",
          // refused: 'order.$' is a key of JSONPath states
          "order.$": "$.order",
          // refused: is half an expression
          half: "order {% $states.input %}",
        },
      },
      Next: "Wait",
    },
    Wait: {
      Type: "Wait",
      // refused: '$.seconds' is a JSONPath, and this state's query language is JSONata
      Seconds: "$.seconds",
      Next: "Choose",
    },
    Choose: {
      Type: "Choice",
      Choices: [
        {
          // refused: '$.big' is a JSONPath, and this state's query language is JSONata
          Condition: "$.big",
          Next: "Stop",
        },
        {
          Condition: "{% true %}",
          // refused: Variable: only JSONPath states compare this way
          Variable: "$.big",
          Next: "Stop",
        },
      ],
    },
    Stop: { Type: "Succeed" },
  },
});

defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: QueryLanguage: a state cannot be JSONPath in a machine that is JSONata
      QueryLanguage: "JSONPath",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Mixed",
  States: {
    Mixed: {
      Type: "Pass",
      QueryLanguage: "JSONata",
      // refused: InputPath: only JSONPath states have it; this state's query language is JSONata
      InputPath: "$.a",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Start",
  States: {
    Start: {
      Type: "Pass",
      // refused: Type '"order"' is not assignable to type
      ResultPath: "order",
      End: true,
    },
  },
});

defineStateMachine({
  StartAt: "Call",
  States: {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          // refused: Output: only JSONata states have it; this state's query language is JSONPath
          Output: "{% $states.errorOutput %}",
          Next: "Stop",
        },
      ],
      End: true,
    },
    Stop: { Type: "Succeed" },
  },
});
