import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import type { WireEvent } from "../../../local/asl/history.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { ScriptedHost, start, type Tasks } from "./scripted-host.ts";

/** One execution, and what AWS makes of it. */
interface Case {
  readonly name: string;
  /** Where the behaviour is documented, or who observed it. */
  readonly source: string;
  readonly definition: JsonObject;
  readonly input?: Json;
  readonly type?: "STANDARD" | "EXPRESS";
  readonly tasks?: Tasks;
  /** Seconds that pass while nothing but deadlines are waited for. */
  readonly advance?: number;
  readonly outcome: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
  };
  /** Seconds from the start to the end. */
  readonly seconds?: number;
  /** Every event as `Type previousEventId`. */
  readonly history?: readonly string[];
  /** Details of some of them, by id; members that are not named here may have any value. */
  readonly details?: { readonly [id: string]: JsonObject };
}

const CASES = new URL("../../cases/asl/", import.meta.url);

for (const topic of ["executions", "errors", "history"]) {
  for (const file of readdirSync(new URL(`${topic}/`, CASES)).sort()) {
    describe(`asl ${topic}: ${file.replace(".json", "")}`, () => {
      const cases = JSON.parse(readFileSync(new URL(`${topic}/${file}`, CASES), "utf8")) as readonly Case[];
      for (const each of cases) it(each.name, () => check(each));
    });
  }
}

async function check(each: Case): Promise<void> {
  const clock = virtualClock();
  const begun = clock.now();
  const { execution, history } = start(
    each.definition,
    each.input ?? {},
    new ScriptedHost(clock, each.tasks),
    each.type,
  );
  let ended = begun;
  void execution.done.then(() => {
    ended = clock.now();
  });
  if (each.advance !== undefined) await clock.advance(each.advance * 1000);
  else await clock.idle();
  assert.notEqual(execution.status, "RUNNING", "nothing is left to wait for, yet the execution has not ended");
  const outcome = await execution.done;
  assert.deepEqual(JSON.parse(JSON.stringify(outcome)), each.outcome);
  if (each.seconds !== undefined) assert.equal((ended - begun) / 1000, each.seconds, "seconds taken");
  const events = history.events();
  if (each.history !== undefined) {
    assert.deepEqual(
      events.map(({ type, previousEventId }) => `${type} ${previousEventId}`),
      each.history,
    );
  }
  for (const [id, details] of Object.entries(each.details ?? {})) {
    assert.deepInclude(detailsOf(events[Number(id) - 1]), details as Record<string, unknown>, `event ${id}`);
  }
}

function detailsOf(event: WireEvent | undefined): object {
  const member = Object.entries(event ?? {}).find(([name]) => name.endsWith("EventDetails"));
  return (member?.[1] ?? {}) as object;
}
