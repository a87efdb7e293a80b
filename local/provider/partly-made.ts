import type { Resource } from "./provider.ts";

/** A resource that was made or changed, but not to the end: the engine keeps it and says why. */
export class PartlyMade extends Error {
  override readonly name = "PartlyMade";
  readonly resource: Resource;

  constructor(message: string, resource: Resource, options?: ErrorOptions) {
    super(message, options);
    this.resource = resource;
  }
}
