import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { onAnything } from "../policy.ts";
import type { Lambda } from "../state.ts";

/** Lists the functions. */
export const listFunctions: Operation<Lambda, Wire<ListFunctionsCommandInput>, Wire<ListFunctionsCommandOutput>> = {
  name: "ListFunctions",
  permissions: () => [onAnything("ListFunctions")],
  run: (_input, _call, state) => ({
    Functions: state.functions.all().map(({ name, latest }) => present(state, name, latest)),
  }),
};
