import { expect } from "chai";
import { Batches, PAUSE } from "../../../../local/cli/watch/batches.ts";
import { virtualClock } from "../../../../local/clock/virtual-clock.ts";

describe("Batches of saved files", () => {
  it("hold all that comes before a pause, once each and in order", async () => {
    const clock = virtualClock();
    const batches = new Batches(clock);
    batches.add("b");
    await clock.advance(PAUSE - 1);
    batches.add("a");
    batches.add("b");
    await clock.advance(PAUSE - 1);
    batches.add("c");
    const first = batches.next();
    await clock.advance(PAUSE);
    expect(await first).to.deep.equal(["a", "b", "c"]);
  });

  it("keep for the next what comes while one is worked on", async () => {
    const clock = virtualClock();
    const batches = new Batches(clock);
    const first = batches.next();
    batches.add("a");
    await clock.advance(PAUSE);
    expect(await first).to.deep.equal(["a"]);
    batches.add("b");
    await clock.advance(PAUSE);
    batches.add("c");
    const second = batches.next();
    await clock.advance(PAUSE);
    expect(await second).to.deep.equal(["b", "c"]);
  });

  it("tell when one waits, and not of one that has been taken", async () => {
    const clock = virtualClock();
    const batches = new Batches(clock);
    let told = 0;
    void batches.waiting().then(() => {
      told += 1;
    });
    const first = batches.next();
    batches.add("a");
    await clock.advance(PAUSE);
    await first;
    expect(told).to.equal(0);
    batches.add("b");
    await clock.advance(PAUSE);
    expect(told).to.equal(1);
    await batches.waiting();
  });

  it("end when they are closed, whatever has been gathered", async () => {
    const batches = new Batches(virtualClock());
    const next = batches.next();
    batches.add("a");
    batches.close();
    expect(await next).to.equal(undefined);
    expect(await batches.next()).to.equal(undefined);
  });
});
