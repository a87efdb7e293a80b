import { expect } from "chai";
import { virtualClock } from "../../../../local/clock/virtual-clock.ts";
import type { EngineEvent } from "../../../../local/engine/events.ts";
import { watchSilence } from "../../../../local/engine/program/silence.ts";

const step = { operation: "create", urn: "urn", type: "type", name: "name", custom: true } as const;

describe("The watch on a silent program", () => {
  const watch = () => {
    const clock = virtualClock();
    const told: EngineEvent[] = [];
    const silence = watchSilence((event) => told.push(event), clock);
    const warnings = () => told.filter((event) => event.kind === "diagnostic");
    return { clock, told, silence, warnings };
  };

  it("says once that the program neither ends nor goes on", async () => {
    const { clock, silence, warnings } = watch();
    await clock.advance(9_000);
    silence.onEvent({ kind: "step-started", step });
    silence.onEvent({ kind: "step-finished", step, milliseconds: 1 });
    await clock.advance(9_000);
    expect(warnings()).to.have.length(0);
    await clock.advance(60_000);
    expect(warnings()).to.have.length(1);
    expect(warnings()[0]).to.have.property("severity", "warning");
  });

  it("has patience with a step under way, and none with what has ended", async () => {
    const { clock, silence, told, warnings } = watch();
    silence.onEvent({ kind: "step-started", step });
    await clock.advance(60_000);
    silence.onEvent({ kind: "step-failed", step, message: "no" });
    silence.end();
    await clock.advance(60_000);
    expect(warnings()).to.have.length(0);
    expect(told).to.have.length(2);
  });
});
