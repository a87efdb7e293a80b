import type { ExecutionRecord } from "./execution-record.ts";

/** Ends an execution at its next transition, as its state machine is being deleted (API reference, DeleteStateMachine). */
export function endAtNextState(record: ExecutionRecord): void {
  record.history.listen((event) => {
    if (event.type.endsWith("StateEntered")) record.execution?.stop();
  });
}
