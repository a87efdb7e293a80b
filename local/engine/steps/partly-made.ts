import { PartlyMade } from "../../provider/partly-made.ts";
import type { Resource } from "../../provider/provider.ts";

/** Runs what makes or changes a resource; what was made before a failure is kept, and the failure goes on. */
export async function keepPartlyMade(
  work: () => Promise<Resource>,
  keep: (partly: Resource) => void,
): Promise<Resource> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartlyMade) keep(error.resource);
    throw error;
  }
}
