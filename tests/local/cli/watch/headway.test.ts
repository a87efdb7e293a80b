import { expect } from "chai";
import { Headway, SILENCE } from "../../../../local/cli/watch/headway.ts";
import { virtualClock } from "../../../../local/clock/virtual-clock.ts";

describe("The headway of a deployment", () => {
  it("ends one that is silent when a newer save comes, and says once that it waits for that", async () => {
    const clock = virtualClock();
    let told = 0;
    const headway = new Headway(clock, () => {
      told += 1;
    });
    await clock.advance(SILENCE * 3);
    expect([told, headway.signal.aborted]).to.deep.equal([1, false]);
    headway.outdated();
    expect(headway.signal.aborted).to.equal(true);
  });

  it("lets one go on that gets on, and ends it once it falls silent", async () => {
    const clock = virtualClock();
    const headway = new Headway(clock, () => expect.fail("a newer save waits"));
    headway.outdated();
    for (let step = 0; step < 3; step += 1) {
      await clock.advance(SILENCE - 1);
      headway.made();
    }
    expect(headway.signal.aborted).to.equal(false);
    await clock.advance(SILENCE);
    expect(headway.signal.aborted).to.equal(true);
  });

  it("has no say once the deployment is over", async () => {
    const clock = virtualClock();
    const headway = new Headway(clock, () => expect.fail("it is over"));
    headway.stop();
    await clock.advance(SILENCE * 2);
    headway.outdated();
    expect(headway.signal.aborted).to.equal(false);
  });
});
