import type { GetAuthorizersCommandInput, GetAuthorizersCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The authorizers of an API, in pages. */
export const getAuthorizers: Operation<Apis, Wire<GetAuthorizersCommandInput>, Wire<GetAuthorizersCommandOutput>> = {
  name: "GetAuthorizers",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/authorizers`),
  run: (input, _call, apis) =>
    pageOf(apis.get(input.ApiId).authorizers.values(), input) as Wire<GetAuthorizersCommandOutput>,
};
