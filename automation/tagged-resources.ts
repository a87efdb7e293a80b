import {
  GetResourcesCommand,
  type GetResourcesCommandOutput,
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
  type Tag,
} from "@aws-sdk/client-resource-groups-tagging-api";

/** Something that carries the tags which the program gives everything. */
export interface TaggedResource {
  readonly arn: string;
  readonly owner: string | undefined;
  /** When its stack was made. */
  readonly created: Date | undefined;
}

/**
 * Finds what carries this project's tag, by the stack that its other tag names. Not everything can be found so: IAM roles
 * and untaggable resources are not in the answer (AWS's list of supported resources), and CloudFront only in us-east-1.
 *
 * @param clients one for each region or endpoint to ask.
 */
export async function taggedResources(
  project: string,
  clients: readonly ResourceGroupsTaggingAPIClientConfig[],
): Promise<ReadonlyMap<string, readonly TaggedResource[]>> {
  const found = new Map<string, TaggedResource[]>();
  // Where one endpoint stands for all regions, each tells the same.
  const known = new Set<string>();
  for (const configuration of clients) {
    const client = new ResourceGroupsTaggingAPIClient(configuration);
    try {
      for await (const { ResourceTagMappingList: resources = [] } of pages(client, project)) {
        for (const { ResourceARN: arn, Tags: tags = [] } of resources) {
          const { stack, owner, created: text = "" } = valuesOf(tags);
          if (arn === undefined || stack === undefined || known.has(arn)) continue;
          known.add(arn);
          const created = new Date(text);
          const resource = { arn, owner, created: Number.isNaN(created.getTime()) ? undefined : created };
          found.set(stack, [...(found.get(stack) ?? []), resource]);
        }
      }
    } finally {
      client.destroy();
    }
  }
  return found;
}

function valuesOf(tags: readonly Tag[]): Partial<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
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
