import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { summaryOf } from "../present.ts";

/** The account's functions, on one page. */
export const listFunctions: Operation<EdgeState, Wire<ListFunctionsCommandInput>, Wire<ListFunctionsCommandOutput>> = {
  name: "ListFunctions",
  permissions: () => [{ action: "cloudfront:ListFunctions", resource: "*" }],
  run: (input, _call, state) => {
    const stage = input.Stage ?? "DEVELOPMENT";
    const all = state.functions().filter((one) => stage === "DEVELOPMENT" || one.live !== undefined);
    const items = all.map((one) => summaryOf(one, stage, state));
    return {
      FunctionList: { MaxItems: 100, Quantity: items.length, ...(items.length === 0 ? {} : { Items: items }) },
    } as unknown as Wire<ListFunctionsCommandOutput>;
  },
};
