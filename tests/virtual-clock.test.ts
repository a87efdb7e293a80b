import { expect } from "chai";
import { virtualClock } from "../local/clock/virtual-clock.ts";

describe("the virtual clock", () => {
  it("jumps to the next work timer when nothing is in flight", async () => {
    const clock = virtualClock();
    const start = clock.now();
    await clock.sleep(25_000);
    expect(clock.now() - start).to.equal(25_000);
  });

  it("stands still while something is in flight", async () => {
    const clock = virtualClock();
    const hold = clock.hold();
    let woke = false;
    void clock.sleep(1000).then(() => {
      woke = true;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(woke).to.equal(false);
    hold.release();
    await clock.idle();
    expect(woke).to.equal(true);
  });

  it("moves on while the holder and those who wait for it are parked", async () => {
    const clock = virtualClock();
    const outer = clock.hold();
    const inner = clock.hold(outer);
    const start = clock.now();
    await inner.park(clock.sleep(5000));
    expect(clock.now() - start).to.equal(5000);
    inner.release();
    outer.release();
  });

  it("never jumps to a deadline, and fires one that it passes", async () => {
    const clock = virtualClock();
    const fired: string[] = [];
    clock.after(600_000, () => fired.push("idle timeout"), "deadline");
    await clock.sleep(5000);
    expect(fired).to.deep.equal([]);
    await clock.sleep(700_000);
    expect(fired).to.deep.equal(["idle timeout"]);
  });

  it("fires timers in order of time when a test lets time pass", async () => {
    const clock = virtualClock();
    const fired: number[] = [];
    for (const delay of [30, 10, 20]) clock.after(delay, () => fired.push(delay), "deadline");
    await clock.advance(25);
    expect(fired).to.deep.equal([10, 20]);
  });
});
