import type { ListTagsCommandInput, ListTagsCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Lambda } from "../state.ts";
import { onTagged, tagsOf } from "../tags.ts";

/** Lists the tags of a function or an event source mapping. */
export const listTags: Operation<Lambda, Wire<ListTagsCommandInput>, Wire<ListTagsCommandOutput>> = {
  name: "ListTags",
  permissions: (input) => [onTagged("ListTags", input.Resource)],
  run: (input, _call, state) => ({ Tags: { ...tagsOf(state, input.Resource) } }),
};
