import {
  GetResourcesCommand,
  type GetResourcesCommandOutput,
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from "@aws-sdk/client-resource-groups-tagging-api";

/**
 * Finds what carries this project's tag, by the stack that its other tag names. Not everything can be found so: IAM roles
 * and untaggable resources are not in the answer (AWS's list of supported resources), and CloudFront only in us-east-1.
 *
 * @param clients one for each region or endpoint to ask.
 */
export async function taggedResources(
  project: string,
  clients: readonly ResourceGroupsTaggingAPIClientConfig[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const configuration of clients) {
    const client = new ResourceGroupsTaggingAPIClient(configuration);
    try {
      for await (const { ResourceTagMappingList: resources = [] } of pages(client, project)) {
        for (const { ResourceARN: arn, Tags: tags = [] } of resources) {
          const stack = tags.find(({ Key }) => Key === "stack")?.Value;
          if (arn !== undefined && stack !== undefined) found.set(stack, [...(found.get(stack) ?? []), arn]);
        }
      }
    } finally {
      client.destroy();
    }
  }
  return found;
}

async function* pages(
  client: ResourceGroupsTaggingAPIClient,
  project: string,
): AsyncGenerator<GetResourcesCommandOutput> {
  const filters = [{ Key: "project", Values: [project] }];
  for (let token: string | undefined; ; ) {
    const page: GetResourcesCommandOutput = await client.send(
      new GetResourcesCommand({ TagFilters: filters, ...(token === undefined ? {} : { PaginationToken: token }) }),
    );
    yield page;
    token = page.PaginationToken;
    if (token === undefined || token === "") return;
  }
}
