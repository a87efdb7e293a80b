import type { Item } from "../table.ts";
import { digitsOf } from "./number.ts";
import type { Value } from "./paths.ts";

/** What a list or map takes besides its contents, in bytes, and each of its elements. */
const COLLECTION = 3;
const ELEMENT = 1;

/** The bytes that DynamoDB counts for an item: names and values, texts in UTF-8 (DDG/CapacityUnitCalculations). */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + valueSize(item[name] as Value);
  return size;
}

function valueSize(value: Value): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return binarySize(value.B);
  if (value.M !== undefined) return COLLECTION + ELEMENT * Object.keys(value.M).length + itemSize(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + ELEMENT + valueSize(one), COLLECTION);
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, one) => sum + numberSize(one), 0);
  if (value.BS !== undefined) return value.BS.reduce((sum, one) => sum + binarySize(one), 0);
  return 1;
}

/** One byte for every two digits, counted from an even place, one more, and one for a sign. */
function numberSize(text: string): number {
  const { digits, exponent } = digitsOf(text);
  if (digits === "") return 1;
  const odd = digits.length % 2 !== 0 || exponent % 2 !== 0;
  return 1 + Math.ceil(digits.length / 2) + (odd ? 0 : 1) + (text.startsWith("-") ? 1 : 0);
}

function binarySize(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}
