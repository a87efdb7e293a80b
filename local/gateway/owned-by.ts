import type { Owned } from "./api-record.ts";
import type { Children } from "./children.ts";

/**
 * A response by the route or integration it belongs to and its own id.
 *
 * @throws AwsError `NotFoundException`, for one that belongs to another as well.
 */
export function ownedBy<T>(responses: Children<Owned<T>>, owner: string | undefined, id: string | undefined): Owned<T> {
  return responses.get(responses.find(id)?.owner === owner ? id : undefined);
}
