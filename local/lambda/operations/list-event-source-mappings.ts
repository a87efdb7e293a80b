import type { ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../mappings/mapping.ts";
import { page } from "../pages.ts";
import { onAnything } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Lists event source mappings, of a source or of a function when one is named, by pages. */
export const listEventSourceMappings: Operation<
  Lambda,
  Wire<ListEventSourceMappingsCommandInput>,
  Wire<ListEventSourceMappingsCommandOutput>
> = {
  name: "ListEventSourceMappings",
  permissions: () => [onAnything("ListEventSourceMappings")],
  run: (input, _call, state) => {
    const name = input.FunctionName === undefined ? undefined : parseReference(input.FunctionName).name;
    const mappings = state.mappings
      .all()
      .filter((mapping) => name === undefined || mapping.functionName === name)
      .filter((mapping) => input.EventSourceArn === undefined || mapping.source === input.EventSourceArn);
    const { items, next } = page(mappings, input, 100);
    return { EventSourceMappings: items.map((mapping) => present(state.scope, mapping)), ...next };
  },
};
