/** Thrown where an evaluation would hold up the event loop: it is done again in a thread. */
export class TakesLong extends Error {
  override readonly name = "TakesLong";
}
