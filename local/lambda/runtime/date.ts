/** Differences below this are the delay of a message, not another time. In milliseconds. */
const SAME = 1000;

let offset = 0;
let replaced = false;

/**
 * Shows the handler the runtime's time: with a virtual clock, or one that runs faster, timestamps that a handler
 * writes must fit those that the services write. With the real clock `Date` stays as it is.
 *
 * @param now the runtime's time, in epoch milliseconds.
 */
export function setTime(now: number): void {
  shiftTime(now - realNow());
}

/** The same, by how far the runtime's time is from that of the machine. @param difference in milliseconds. */
export function shiftTime(difference: number): void {
  offset = Math.abs(difference) < SAME ? 0 : difference;
  if (offset !== 0) replaceDate();
}

const RealDate = Date;
const realNow = Date.now.bind(Date);

function replaceDate(): void {
  if (replaced) return;
  replaced = true;
  const shifted = (): number => realNow() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shifted()] : args, newTarget),
    apply: () => new RealDate(shifted()).toString(),
    get: (target, name, receiver) => (name === "now" ? shifted : Reflect.get(target, name, receiver)),
  });
}
