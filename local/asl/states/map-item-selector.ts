import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { contextObject, type MapItem } from "../context-object.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import { checkPayload } from "../limits.ts";
import { compileTemplate } from "../payload-template.ts";
import type { QueryLanguage } from "./state.ts";

/** Makes an iteration's input: of the Map's effective input (`$`) and the item (`$$.Map.Item`). */
export type ItemSelector = (chain: Chain, input: Json, item: MapItem) => Json | Promise<Json>;

function itemInput({ key, value }: MapItem): Json {
  return key === undefined ? value : { Key: key, Value: value };
}

/**
 * Compiles `ItemSelector`, or `Parameters`, its older name. Without one an iteration's input is the item itself; of an object it is
 * "the pair" (AWS: input-output-itemspath), whose members are assumed to be called as in the Context Object.
 */
export function compileItemSelector(fields: JsonObject, language: QueryLanguage): ItemSelector {
  const template = fields["ItemSelector"] ?? (language === "JSONPath" ? fields["Parameters"] : undefined);
  if (template === undefined) return (_chain, _input, item) => itemInput(item);
  if (language === "JSONPath") {
    const evaluate = compileTemplate(template, "ItemSelector");
    return (chain, input, item) => {
      const { host, variables } = chain.scope;
      const selected = evaluate({ input, host, variables, context: () => contextObject(chain, item) });
      checkPayload(selected, chain.state.name);
      return selected;
    };
  }
  const evaluate = compileJsonata(template, "ItemSelector");
  return async (chain, _input, item) => {
    const scope = jsonataScope(chain, { context: () => contextObject(chain, item) });
    const selected = await chain.wait(evaluate(scope));
    checkPayload(selected, chain.state.name);
    return selected;
  };
}
