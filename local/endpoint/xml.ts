import type { TextHints } from "../aws/wire.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";

/** How a value becomes XML; each kind of service has its own habits. */
export interface XmlStyle {
  readonly timestamps: ReadonlySet<string>;
  /** Writes a timestamp. */
  time(seconds: number): string;
  /** The element that repeats inside the list `name` of `parent`; undefined when `name` itself repeats. */
  item(name: string, parent: string): string | undefined;
  /** How the map `name` is written; undefined when it is a structure. */
  map(name: string): MapStyle | undefined;
  /** The element of a member of `parent`. */
  element(member: string, parent: string): string;
}

export interface MapStyle {
  /** The element around each entry; undefined when the map's own name repeats. */
  readonly entry: string | undefined;
  readonly key: string;
  readonly value: string;
}

/** The set of members that are timestamps. */
export function timestampsOf(hints: TextHints): ReadonlySet<string> {
  return new Set(hints.timestamps);
}

/** How a service writes epoch seconds: `2024-01-10T14:30:59.435Z`, or `2024-01-10T14:30:59Z`. */
export function isoTimestamps({ wholeSeconds }: TextHints): (seconds: number) => string {
  const exact = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString();
  return wholeSeconds === true ? (seconds) => exact(seconds).replace(/\.\d{3}Z$/, "Z") : exact;
}

/** The members of a structure, one element each; members without a value are left out. */
export function writeMembers(value: JsonObject, style: XmlStyle, parent = ""): string {
  let text = "";
  for (const member in value) {
    const content = value[member];
    if (content !== undefined && content !== null) text += writeMember(member, content, style, parent);
  }
  return text;
}

/** One member: an element, or several where lists and maps repeat the member's own name. */
function writeMember(member: string, value: Json, style: XmlStyle, parent: string): string {
  const name = style.element(member, parent);
  if (Array.isArray(value)) {
    const item = style.item(member, parent);
    const items = value.map((each) => writeElement(item ?? name, member, each, style)).join("");
    return item === undefined ? items : element(name, items);
  }
  const map = isObject(value) ? style.map(member) : undefined;
  if (map === undefined || !isObject(value)) return writeElement(name, member, value, style);
  const entries = writeEntries(value, map.entry ?? name, { ...map, key: style.element(map.key, member) }, style);
  return map.entry === undefined ? entries : element(name, entries);
}

function writeEntries(value: JsonObject, entry: string, map: MapStyle, style: XmlStyle): string {
  let text = "";
  for (const key in value) {
    const content = value[key];
    if (content === undefined || content === null) continue;
    text += element(entry, element(map.key, escapeXml(key)) + writeElement(map.value, map.value, content, style));
  }
  return text;
}

function writeElement(name: string, member: string, value: Json, style: XmlStyle): string {
  if (isObject(value)) return element(name, writeMembers(value, style, member));
  if (Array.isArray(value))
    return element(name, value.map((each) => writeElement("member", member, each, style)).join(""));
  if (typeof value === "number" && style.timestamps.has(member)) return element(name, style.time(value));
  return element(name, escapeXml(String(value)));
}

/** One element with its content, which is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

const SPECIAL = /[&<>"\r]|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** Text as XML content. Control characters, which XML 1.0 cannot carry at all, become the replacement character. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? "\ufffd");
}
