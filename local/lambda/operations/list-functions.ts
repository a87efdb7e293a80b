import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { page } from "../pages.ts";
import { onAnything } from "../policy.ts";
import type { Lambda } from "../state.ts";

/** Lists the functions, with all their versions when these are asked for, by pages. */
export const listFunctions: Operation<Lambda, Wire<ListFunctionsCommandInput>, Wire<ListFunctionsCommandOutput>> = {
  name: "ListFunctions",
  permissions: () => [onAnything("ListFunctions")],
  run: (input, _call, state) => {
    const all = state.functions.all().flatMap(({ name, latest, versions }) => {
      if (input.FunctionVersion !== "ALL") return [present(state, name, latest)];
      return [latest, ...versions].map((one) => present(state, name, one, one.version));
    });
    const { items, next } = page(all, input, 50);
    return { Functions: items, ...next };
  },
};
