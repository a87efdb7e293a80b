import type {
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../mappings/mapping.ts";
import { newMapping } from "../mappings/new-mapping.ts";
import { onAnything } from "../policy.ts";
import type { Lambda } from "../state.ts";

/** Lets a function handle what comes from a queue or a table's stream. */
export const createEventSourceMapping: Operation<
  Lambda,
  Wire<CreateEventSourceMappingCommandInput>,
  Wire<CreateEventSourceMappingCommandOutput>
> = {
  name: "CreateEventSourceMapping",
  permissions: () => [onAnything("CreateEventSourceMapping")],
  run: async (input, _call, state) => {
    const mapping = await newMapping(state, input);
    state.mappings.save(mapping);
    return { ...present(state.scope, mapping), State: mapping.enabled ? "Creating" : "Disabled" };
  },
};
