import { expect } from "chai";
import { untilInterrupted } from "../../../local/cli/until-interrupted.ts";

describe("The wish to stop", () => {
  const world = () => {
    const listeners: Record<string, () => void> = {};
    const exits: number[] = [];
    let time = 0;
    const interruptible = {
      on: (signal: string, listener: () => void) => {
        listeners[signal] = listener;
      },
      exit: (code: number) => {
        exits.push(code);
      },
    };
    const interruption = untilInterrupted(interruptible, () => time);
    const press = (signal: string, at: number): void => {
      time = at;
      listeners[signal]?.();
    };
    return { interruption, press, exits };
  };

  it("is one, however many signals a key makes", async () => {
    const { interruption, press, exits } = world();
    expect(interruption.signal.aborted).to.equal(false);
    press("SIGINT", 1_000);
    press("SIGINT", 1_002);
    press("SIGTERM", 1_500);
    await interruption.promise;
    expect(interruption.signal.aborted).to.equal(true);
    expect(exits).to.deep.equal([]);
  });

  it("is urgent when it comes again later", () => {
    const { press, exits } = world();
    press("SIGTERM", 1_000);
    press("SIGINT", 1_501);
    expect(exits).to.deep.equal([1]);
  });
});
