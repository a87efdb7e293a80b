import type { Permission } from "../aws/service.ts";
import { parseReference } from "./reference.ts";
import type { Lambda } from "./state.ts";

type Tags = Readonly<Record<string, string>>;

/** The permission for tags, which are judged by the ARN that the caller gives. */
export function onTagged(action: string, arn: string | undefined): Permission {
  return { action: `lambda:${action}`, resource: arn ?? "*" };
}

/** The tags of a function or a mapping. @throws AwsError `ResourceNotFoundException`. */
export function tagsOf(state: Lambda, arn: string | undefined): Tags {
  const uuid = mappingOf(arn);
  return uuid === undefined ? state.functions.get(parseReference(arn)).tags : state.mappings.get(uuid).tags;
}

/** Changes the tags of a function or a mapping. @throws AwsError `ResourceNotFoundException`. */
export function retag(state: Lambda, arn: string | undefined, change: (tags: Tags) => Tags): void {
  const uuid = mappingOf(arn);
  if (uuid === undefined) {
    const lambda = state.functions.get(parseReference(arn));
    state.functions.save({ ...lambda, tags: change(lambda.tags) });
  } else {
    const mapping = state.mappings.get(uuid);
    state.mappings.save({ ...mapping, tags: change(mapping.tags) });
  }
}

function mappingOf(arn: string | undefined): string | undefined {
  return /:event-source-mapping:(.+)$/.exec(arn ?? "")?.[1];
}
