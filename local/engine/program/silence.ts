import type { Clock, Timer } from "../../clock/clock.ts";
import type { EventListener } from "../events.ts";

/** How long a program may tell nothing, with no step under way, before the person is told of that, in milliseconds. */
const PATIENCE = 10_000;

const MESSAGE =
  `the program has told nothing for ${PATIENCE / 1000} seconds and still runs: ` +
  "a timer, a server, an open connection or a loop keeps it from ending";

/** Passes a deployment's events on, and says so once when a program neither ends nor goes on. */
export interface Silence {
  readonly onEvent: EventListener;
  /** Ends the watch; to be called when the operation has ended, however it did. */
  end(): void;
}

/**
 * Begins the watch. Pulumi waits for a program without end, as it must: a slow program is not a wrong one.
 *
 * @param clock the machine's time, which programs live by.
 */
export function watchSilence(listener: EventListener, clock: Clock): Silence {
  let underWay = 0;
  let timer: Timer | undefined;
  const arm = (): void => {
    timer?.cancel();
    const tell = (): void => {
      if (underWay === 0) listener({ kind: "diagnostic", severity: "warning", message: MESSAGE });
    };
    timer = clock.after(PATIENCE, tell, "deadline");
  };
  arm();
  return {
    onEvent: (event) => {
      if (event.kind === "step-started") underWay += 1;
      if (event.kind === "step-finished" || event.kind === "step-failed") underWay -= 1;
      arm();
      listener(event);
    },
    end: () => timer?.cancel(),
  };
}
