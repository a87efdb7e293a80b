import type { TagResourceCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Lambda } from "../state.ts";
import { onTagged, retag } from "../tags.ts";

/** Adds tags to a function or an event source mapping. */
export const tagResource: Operation<Lambda, Wire<TagResourceCommandInput>, object> = {
  name: "TagResource",
  permissions: (input) => [onTagged("TagResource", input.Resource)],
  run: (input, _call, state) => {
    retag(state, input.Resource, (tags) => ({ ...tags, ...input.Tags }));
    return {};
  },
};
