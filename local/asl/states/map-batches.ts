import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import { jsonBytes, PAYLOAD_LIMIT } from "../limits.ts";
import { compileTemplate } from "../payload-template.ts";
import { compileNumber, type NumberField, type NumberRange } from "./number-field.ts";
import { mapTexts } from "./number-texts.ts";
import type { QueryLanguage } from "./state.ts";

/** The input of one child execution, and how many items it is made of. */
export interface Batch {
  readonly input: Json;
  readonly itemCount: number;
}

/** Puts the selected items into batches. */
export type Batcher = (chain: Chain, input: Json, items: readonly Json[]) => Promise<readonly Batch[]>;

const BYTES = { minimum: 1, maximum: PAYLOAD_LIMIT };
const ITEMS = { minimum: 1, maximum: 100_000_000 };

/**
 * Compiles `ItemBatcher`: as many items as fit, in order, with `BatchInput` beside them where there is one
 * (AWS: input-output-itembatcher).
 */
export function compileBatcher(fields: JsonObject, language: QueryLanguage): Batcher {
  const maxItems = compileLimit(fields, "MaxItemsPerBatch", ITEMS);
  const maxBytes = compileLimit(fields, "MaxInputBytesPerBatch", BYTES);
  const batchInput = compileBatchInput(fields["BatchInput"], language);
  return async (chain, input, items) => {
    const mostItems = (await maxItems(chain, input)) ?? Number.POSITIVE_INFINITY;
    const mostBytes = (await maxBytes(chain, input)) ?? PAYLOAD_LIMIT;
    const shared = batchInput === undefined ? {} : { BatchInput: await batchInput(chain, input) };
    const empty = jsonBytes({ ...shared, Items: [] });
    return split(items, mostItems, mostBytes - empty).map((batch) => ({
      input: { ...shared, Items: batch },
      itemCount: batch.length,
    }));
  };
}

function compileLimit(fields: JsonObject, field: string, range: NumberRange): NumberField {
  const bounds = `${field} must be between ${range.minimum} and ${range.maximum}.`;
  return compileNumber(fields, field, {
    ...range,
    texts: mapTexts(field, "integer", () => bounds),
    at: "ItemBatcher/",
  });
}

/** An item that is too large for any batch has one to itself: the child then fails, not the Map. */
function split(items: readonly Json[], mostItems: number, mostBytes: number): readonly (readonly Json[])[] {
  const batches: Json[][] = [];
  let batch: Json[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = jsonBytes(item) + (batch.length > 0 ? 1 : 0);
    if (batch.length > 0 && (batch.length >= mostItems || bytes + more > mostBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += more;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function compileBatchInput(
  value: Json | undefined,
  language: QueryLanguage,
): ((chain: Chain, input: Json) => Json | Promise<Json>) | undefined {
  if (value === undefined) return undefined;
  if (language === "JSONata") {
    const evaluate = compileJsonata(value, "ItemBatcher/BatchInput");
    return (chain) => chain.wait(evaluate(jsonataScope(chain)));
  }
  const evaluate = compileTemplate(value, "BatchInput");
  return (chain, input) => {
    chain.scope.input = input;
    return evaluate(chain.scope);
  };
}
