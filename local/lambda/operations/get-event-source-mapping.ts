import type { GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../mappings/mapping.ts";
import { onMapping } from "../mappings/on-mapping.ts";
import type { Lambda } from "../state.ts";

/** Describes an event source mapping. */
export const getEventSourceMapping: Operation<
  Lambda,
  Wire<GetEventSourceMappingCommandInput>,
  Wire<GetEventSourceMappingCommandOutput>
> = {
  name: "GetEventSourceMapping",
  permissions: (input, state) => [onMapping(state, "GetEventSourceMapping", input.UUID)],
  run: (input, _call, state) => present(state.scope, state.mappings.get(input.UUID)),
};
