import type {
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../mappings/mapping.ts";
import { onMapping } from "../mappings/on-mapping.ts";
import type { Lambda } from "../state.ts";

/** Removes an event source mapping; a batch that is being handled is handled to its end. */
export const deleteEventSourceMapping: Operation<
  Lambda,
  Wire<DeleteEventSourceMappingCommandInput>,
  Wire<DeleteEventSourceMappingCommandOutput>
> = {
  name: "DeleteEventSourceMapping",
  permissions: (input, state) => [onMapping(state, "DeleteEventSourceMapping", input.UUID)],
  run: (input, _call, state) => {
    const mapping = state.mappings.get(input.UUID);
    state.mappings.delete(mapping.uuid);
    return { ...present(state.scope, mapping), State: "Deleting" };
  },
};
