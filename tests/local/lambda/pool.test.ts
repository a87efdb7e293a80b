import { expect } from "chai";
import type { Clock } from "../../../local/clock/clock.ts";
import type { Invocation } from "../../../local/lambda/execution/invocation.ts";
import { Pool, type PooledEnvironment } from "../../../local/lambda/execution/pool.ts";

/** Time that the test lets pass. */
class HandClock implements Pick<Clock, "now" | "after"> {
  #now = 0;
  #timers: { readonly due: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, run: () => void): { cancel(): void } {
    const timer = { due: this.#now + delay, run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.due;
      next.run();
    }
    this.#now = end;
  }
}

interface FakeEnvironment extends PooledEnvironment {
  readonly events: Invocation[];
  /** Has started, or is done with its event. */
  isReady(): void;
}

function subject() {
  const clock = new HandClock();
  const environments: FakeEnvironment[] = [];
  const pool = new Pool(clock, ({ ready }) => {
    const environment: FakeEnvironment = {
      events: [],
      run: (invocation) => void environment.events.push(invocation),
      fail: () => undefined,
      stop: async () => undefined,
      isReady: () => ready(environment),
    };
    environments.push(environment);
    return environment;
  });
  const invoke = (requestId: string): void => pool.invoke({ requestId } as Invocation);
  const handled = (): string[][] => environments.map(({ events }) => events.map(({ requestId }) => requestId));
  return { clock, environments, invoke, handled };
}

describe("The execution environments of a function", () => {
  it("are more than one when an event waits for a warm one that is busy", () => {
    const { clock, environments, invoke, handled } = subject();
    invoke("warm-up");
    environments[0]?.isReady();
    environments[0]?.isReady();
    invoke("first");
    invoke("second");
    clock.pass(20);
    expect(environments).to.have.length(1);
    clock.pass(30);
    expect(environments).to.have.length(2);
    environments[1]?.isReady();
    expect(handled()).to.deep.equal([["warm-up", "first"], ["second"]]);
  });

  it("let a second event wait while the first is slow because nothing is compiled yet, however long the start took", () => {
    const { clock, environments, invoke, handled } = subject();
    invoke("first");
    clock.pass(250);
    invoke("second");
    clock.pass(2000);
    environments[0]?.isReady();
    clock.pass(200);
    expect(environments).to.have.length(1);
    environments[0]?.isReady();
    expect(handled()).to.deep.equal([["first", "second"]]);
  });

  it("do not wait for ever for a first event that waits for something itself", () => {
    const { clock, environments, invoke } = subject();
    invoke("first");
    environments[0]?.isReady();
    invoke("second");
    clock.pass(300);
    expect(environments).to.have.length(2);
  });
});
