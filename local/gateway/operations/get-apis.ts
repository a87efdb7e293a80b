import type { GetApisCommandInput, GetApisCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The APIs of the account, in pages. */
export const getApis: Operation<Apis, Wire<GetApisCommandInput>, Wire<GetApisCommandOutput>> = {
  name: "GetApis",
  permissions: (_input, apis) => apis.permission("GET", "apis"),
  run: (input, _call, apis) =>
    pageOf(
      apis.all().map(({ api }) => api),
      input,
    ) as Wire<GetApisCommandOutput>,
};
