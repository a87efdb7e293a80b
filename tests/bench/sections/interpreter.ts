import type { Figure } from "../figure.ts";
import { benchTransitions } from "../transitions.ts";

/** The interpreter in process, beside the library aws-local-stepfunctions in the same run. */
export async function interpreter(): Promise<readonly Figure[]> {
  const { loop, threeStates, waiting } = await benchTransitions();
  return [
    { name: `loop of ${loop.transitions} transitions`, value: loop.ours, unit: "/s", aim: "≥ 250000" },
    { name: "the same with aws-local-stepfunctions", value: loop.library, unit: "/s" },
    { name: "ratio", value: loop.ratio, unit: "×", aim: "≥ 4 ×" },
    { name: "executions of 3 states in process", value: threeStates.ours, unit: "/s" },
    { name: "the same with aws-local-stepfunctions", value: threeStates.library, unit: "/s" },
    { name: `${waiting.executions} executions that wait, in process`, value: waiting.mebibytes, unit: "MiB more" },
  ];
}
