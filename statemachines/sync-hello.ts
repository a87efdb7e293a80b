import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";

/** What the workflow refers to. */
export interface SyncHelloRefs {
  readonly waitSeconds: number;
}

/** Waits, then returns its input; the client waits for it (reference 002, `sync_sfn`). */
export function syncHello(refs: SyncHelloRefs): Definition {
  return defineStateMachine({
    Comment: "Waits, then returns its input",
    QueryLanguage: "JSONata",
    StartAt: "Wait",
    States: { Wait: { Type: "Wait", Seconds: refs.waitSeconds, End: true } },
  });
}
