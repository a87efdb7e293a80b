import { relative } from "node:path";

/** How long what a file has closed may take to be gone, in milliseconds: a process that was told to end needs some. */
const PATIENCE = 5000;

let before: readonly string[] = [];

/**
 * Fails a file that leaves open what would keep its process alive: a server, a socket, a timer, a child. A run in one process
 * would never end then; the processes of a parallel run are ended whatever they hold.
 *
 * Both hooks call back: mocha has a timer of its own for those, which is then there before and after.
 */
export const mochaHooks = {
  beforeAll(done: Mocha.Done): void {
    before = process.getActiveResourcesInfo();
    done();
  },
  afterAll(this: Mocha.Context, done: Mocha.Done): void {
    const file = relative("", this.test?.parent?.suites[0]?.file ?? "");
    onceClosed(before, PATIENCE, (left) => {
      done(left.length === 0 ? undefined : new Error(`${file} leaves open: ${left.join(", ")}`));
    });
  },
};

/**
 * Tells the kinds of what there is more of than before, as soon as that is nothing, or when the time is over.
 * @param patience in milliseconds.
 */
export function onceClosed(before: readonly string[], patience: number, tell: (left: readonly string[]) => void): void {
  const end = performance.now() + patience;
  const look = (): void => {
    const left = process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate");
    for (const kind of before) {
      const index = left.indexOf(kind);
      if (index !== -1) left.splice(index, 1);
    }
    if (left.length === 0 || performance.now() >= end) tell(left);
    else setImmediate(look);
  };
  look();
}
