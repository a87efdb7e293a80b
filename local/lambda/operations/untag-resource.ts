import type { UntagResourceCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Lambda } from "../state.ts";
import { onTagged, retag } from "../tags.ts";

/** Takes tags off a function or an event source mapping. */
export const untagResource: Operation<Lambda, Wire<UntagResourceCommandInput>, object> = {
  name: "UntagResource",
  permissions: (input) => [onTagged("UntagResource", input.Resource)],
  run: (input, _call, state) => {
    const gone = new Set(input.TagKeys);
    retag(state, input.Resource, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
    return {};
  },
};
