import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import type { MapItem } from "../context-object.ts";
import { StateError } from "../errors.ts";
import { compilePath } from "../json-path.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import type { QueryLanguage } from "./state.ts";

/** The items of a Map, found in its effective input. */
export type Items = (chain: Chain, input: Json) => readonly MapItem[] | Promise<readonly MapItem[]>;

/**
 * Compiles `ItemsPath` (JSONPath; the whole input by default) or `Items` (JSONata; the state's input by default).
 *
 * @param objects Whether an object's members are items as well: in distributed mode (AWS: input-output-itemspath); "In Inline mode,
 *   the Map state accepts only a JSON array as input" (AWS: state-map-inline).
 */
export function compileItems(fields: JsonObject, language: QueryLanguage, objects: boolean): Items {
  return language === "JSONata"
    ? compileJsonataItems(fields["Items"], objects)
    : compileItemsPath(fields["ItemsPath"], objects);
}

function compileItemsPath(value: Json | undefined, objects: boolean): Items {
  const path = compilePath(typeof value === "string" ? value : "$");
  return (chain, input) => {
    chain.scope.input = input;
    const items = path.evaluate(chain.scope);
    if (items === undefined) {
      throw new StateError("States.Runtime", `Invalid path '${path.text}' : ${path.describeMissing(chain.scope)}`);
    }
    if (objects && isObject(items)) return membersOf(items);
    if (!Array.isArray(items)) {
      // The text is [recall].
      throw new StateError("States.Runtime", `Reference path "${path.text}" must point to array.`);
    }
    chain.run.observer?.data("afterItemsPath", items as readonly Json[]);
    return itemsOf(items as readonly Json[]);
  };
}

function compileJsonataItems(value: Json | undefined, objects: boolean): Items {
  const checked = (items: Json): readonly MapItem[] => {
    if (objects && isObject(items)) return membersOf(items);
    if (Array.isArray(items)) return itemsOf(items as readonly Json[]);
    throw unexpectedResult(value ?? "", "Items", "array", items);
  };
  if (value === undefined) return (chain) => checked(chain.value);
  const evaluate = compileJsonata(value, "Items");
  return async (chain) => checked(await chain.wait(evaluate(jsonataScope(chain))));
}

/** An object's members, with their names as `Map.Item.Key`. */
function membersOf(object: JsonObject): readonly MapItem[] {
  return Object.entries(object).map(([key, value = null], index) => ({ index, value, key }));
}

function itemsOf(values: readonly Json[]): readonly MapItem[] {
  return values.map((value, index) => ({ index, value }));
}
