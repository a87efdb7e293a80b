/** Where local stacks are, because the clients of their users look there by default; and those that nobody says otherwise of. */
const DEFAULT_REGION = "us-east-1";

/**
 * The region that stacks are deployed to: as the AWS SDK finds it, in the environment or in the profile.
 *
 * @param local whether the stacks are on this machine, where neither counts.
 */
export async function regionOf(environment: NodeJS.ProcessEnv, local: boolean): Promise<string> {
  if (local) return DEFAULT_REGION;
  const { AWS_REGION: first = "", AWS_DEFAULT_REGION: second = "" } = environment;
  return first || second || ((await profileRegion()) ?? DEFAULT_REGION);
}

/** @returns undefined when the profile in use names none, or there is none. */
async function profileRegion(): Promise<string | undefined> {
  const { ResourceGroupsTaggingAPIClient } = await import("@aws-sdk/client-resource-groups-tagging-api");
  const client = new ResourceGroupsTaggingAPIClient();
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
