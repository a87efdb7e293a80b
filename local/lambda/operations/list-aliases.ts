import type { ListAliasesCommandInput, ListAliasesCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { presentAlias } from "../alias.ts";
import { page } from "../pages.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Lists a function's aliases, by pages. */
export const listAliases: Operation<Lambda, Wire<ListAliasesCommandInput>, Wire<ListAliasesCommandOutput>> = {
  name: "ListAliases",
  permissions: (input, state) => [onFunction(state, "ListAliases", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const aliases = Object.values(lambda.aliases).filter(
      ({ version }) => input.FunctionVersion === undefined || version === input.FunctionVersion,
    );
    const { items, next } = page(aliases, input, 50);
    return { Aliases: items.map((alias) => presentAlias(state, lambda.name, alias)), ...next };
  },
};
