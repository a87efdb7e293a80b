import type { ApiRecord, Snapshot } from "./api-record.ts";
import type { Apis } from "./apis.ts";

/**
 * Says which stages go on showing what has just been deleted. A deployment is a picture of the API
 * (DG/apigateway-set-up-websocket-deployment), and Pulumi deletes last: what a program no longer has is still in the picture
 * that the same update took, on AWS as well (pulumi/pulumi-aws#3289, #3683).
 *
 * @param what what is gone, as the log calls it: `Route ping`.
 * @param shows whether a picture has it.
 */
export function tellStillShown(
  { environment }: Apis,
  { api, stages, deployments }: ApiRecord,
  what: string,
  shows: (snapshot: Snapshot) => boolean,
): void {
  const showing = stages.values().filter(({ DeploymentId }) => {
    const deployed = deployments.find(DeploymentId);
    return deployed !== undefined && shows(deployed.snapshot);
  });
  for (const { StageName } of showing) {
    environment.log.warn(
      `${what} of API ${api.ApiId} is deleted, and stage ${StageName} goes on showing it, because its deployment was made before: ` +
        "the next change of the API makes another, and so does pulumi up --replace '**::*-deployment'.",
    );
  }
}
