import type { GetFunctionCommandInput, GetFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { noSuchFunction } from "../errors.ts";
import { functionPermission } from "../present.ts";

/** A function's code. */
export const getFunction: Operation<EdgeState, Wire<GetFunctionCommandInput>, Wire<GetFunctionCommandOutput>> = {
  name: "GetFunction",
  permissions: (input, state) => functionPermission("GetFunction", input.Name, state),
  run: (input, _call, state) => {
    const found = state.function(input.Name);
    const version = input.Stage === "LIVE" ? found.live : found.development;
    if (version === undefined) throw noSuchFunction();
    return {
      FunctionCode: Buffer.from(version.code).toString("base64"),
      ETag: version.etag,
      ContentType: "application/octet-stream",
    } as Wire<GetFunctionCommandOutput>;
  },
};
