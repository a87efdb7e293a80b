import type { DescribeFunctionCommandInput, DescribeFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { noSuchFunction } from "../errors.ts";
import { functionPermission, presentFunction } from "../present.ts";

/** A function without its code, of the development stage unless the live one is asked for. */
export const describeFunction: Operation<
  EdgeState,
  Wire<DescribeFunctionCommandInput>,
  Wire<DescribeFunctionCommandOutput>
> = {
  name: "DescribeFunction",
  permissions: (input, state) => functionPermission("DescribeFunction", input.Name, state),
  run: (input, _call, state) => {
    const found = state.function(input.Name);
    const stage = input.Stage ?? "DEVELOPMENT";
    if (stage === "LIVE" && found.live === undefined) throw noSuchFunction();
    return presentFunction(found, stage, state) as Wire<DescribeFunctionCommandOutput>;
  },
};
