/** Something AWS has and this runtime does not: the definition is refused, naming it, when it is loaded. */
export class UnsupportedByRuntime extends Error {
  override readonly name = "UnsupportedByRuntime";
  /** Where it stands: `/States/M/ItemReader`. */
  readonly location: string;

  constructor(what: string, location: string) {
    super(`${what} is not supported by the local runtime (at ${location})`);
    this.location = location;
  }
}
