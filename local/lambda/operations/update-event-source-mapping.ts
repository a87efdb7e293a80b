import type {
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../mappings/mapping.ts";
import { changedMapping } from "../mappings/new-mapping.ts";
import { onMapping } from "../mappings/on-mapping.ts";
import type { Lambda } from "../state.ts";

/** Changes an event source mapping. */
export const updateEventSourceMapping: Operation<
  Lambda,
  Wire<UpdateEventSourceMappingCommandInput>,
  Wire<UpdateEventSourceMappingCommandOutput>
> = {
  name: "UpdateEventSourceMapping",
  permissions: (input, state) => [onMapping(state, "UpdateEventSourceMapping", input.UUID)],
  run: async (input, _call, state) => {
    const mapping = await changedMapping(state, state.mappings.get(input.UUID), input);
    state.mappings.save(mapping);
    return present(state.scope, mapping);
  },
};
