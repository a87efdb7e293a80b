import type { Place } from "./node.ts";
import { JsonSyntaxError, readWhole } from "./positional-json.ts";
import { type Source, sourceLocation } from "./source-location.ts";

/** Where Jackson says that there is nothing: before the first character. */
const NOWHERE: Place = { line: 1, column: 0 };

/**
 * Why a text that is no JSON is none, in Jackson's words and with the place. Jackson's reader of bytes differs a little
 * from that of texts, which the places of unknown words show.
 *
 * @throws TypeError for a text that is JSON.
 */
export function jacksonFault(text: string, source: Source): string {
  const at = (place: Place): string => `\n at ${sourceLocation(text, place, source)}`;
  if (/^[ \t\r\n]*$/.test(text)) return `No content to map due to end-of-input${at(NOWHERE)}`;
  try {
    readWhole(text, source);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message + at(error.at);
    throw error;
  }
  throw new TypeError("the text is JSON");
}
