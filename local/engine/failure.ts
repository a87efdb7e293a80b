/** A run that cannot go on; what it was has been told as a diagnostic already. */
export class DeploymentFailed extends Error {
  override readonly name = "DeploymentFailed";
}

/** A problem with one resource, for the person who wrote it. */
export class ResourceFailed extends Error {
  override readonly name = "ResourceFailed";
  readonly urn: string;

  constructor(urn: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.urn = urn;
  }
}

/** A resource that is not deleted because the program protects it: nothing was tried, so that the rest goes on. */
export class Protected extends ResourceFailed {}
