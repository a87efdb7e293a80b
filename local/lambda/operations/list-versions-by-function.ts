import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { page } from "../pages.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Lists a function's versions, `$LATEST` first, by pages. */
export const listVersionsByFunction: Operation<
  Lambda,
  Wire<ListVersionsByFunctionCommandInput>,
  Wire<ListVersionsByFunctionCommandOutput>
> = {
  name: "ListVersionsByFunction",
  permissions: (input, state) => [onFunction(state, "ListVersionsByFunction", input.FunctionName)],
  run: (input, _call, state) => {
    const { name, latest, versions } = state.functions.get(parseReference(input.FunctionName));
    const { items, next } = page([latest, ...versions], input, 50);
    return { Versions: items.map((one) => present(state, name, one, one.version)), ...next };
  },
};
