import { isList, isMap, type PropertyMap, type PropertyValue, Secret } from "./values.ts";

/** What stands in place of a secret, as the CLI prints it. */
const SECRET = "[secret]";
/** What the JSON parser quotes of a text that is none. */
const QUOTED_JSON = /(\bcontains an invalid JSON(?: policy)?): .*$/s;

/**
 * A message without what the program calls secret: AWS's refusals, and the check's, quote what they refuse.
 *
 * @param properties what the message is about.
 */
export function concealed(message: string, properties: PropertyMap | PropertyValue): string {
  const texts = [...secretTexts(properties, false)].sort((a, b) => b.length - a.length);
  return texts.reduce((text, secret) => text.replace(placesOf(secret), SECRET), message);
}

/** The same for what is wrong with one secret value, of which a JSON parser may quote a part. */
export function concealedReason(reason: string, value: PropertyValue): string {
  return concealed(reason.replace(QUOTED_JSON, "$1"), new Secret(value));
}

/** Where a text stands by itself: a short one must not be found within words and numbers. */
function placesOf(text: string): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu");
}

function secretTexts(value: PropertyMap | PropertyValue | undefined, isSecret: boolean): ReadonlySet<string> {
  if (value instanceof Secret) return secretTexts(value.value, true);
  if (isList(value)) return new Set(value.flatMap((item) => [...secretTexts(item, isSecret)]));
  if (isMap(value)) return new Set(Object.values(value).flatMap((item) => [...secretTexts(item, isSecret)]));
  // What is true or false is no secret that a text could tell.
  if (!isSecret || (typeof value !== "string" && typeof value !== "number") || value === "") return new Set();
  const text = String(value);
  return new Set([text, JSON.stringify(text).slice(1, -1)]);
}
