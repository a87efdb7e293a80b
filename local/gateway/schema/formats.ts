import { own } from "../../json.ts";
import { isUri } from "./uri.ts";

/** What is wrong with a text, in the validator's words; undefined when nothing is. */
type Check = (text: string) => string | undefined;

/** A format whose texts all get the same message. */
function named(fits: (text: string) => boolean, what: string, before = "string"): Check {
  return (text) => (fits(text) ? undefined : `${before} "${text}" is not a valid ${what}`);
}

const DATE_FORMATS = "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]";
const INPUT = "input string";

/** The formats that the validator knows; it takes every text for one that it does not know, `date` and `time` included. */
const FORMATS: Readonly<Record<string, Check>> = {
  base64: base64Fault,
  "date-time": (text) =>
    isDateTime(text) ? undefined : `string "${text}" is invalid against requested date format(s) ${DATE_FORMATS}`,
  email: named(isEmail, "email address"),
  hostname: named(isHostname, "hostname"),
  ipv4: named((text) => /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text), "IPv4 address"),
  ipv6: named(isIpv6, "IPv6 address"),
  "json-pointer": named((text) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text), "JSON Pointer", INPUT),
  mac: named((text) => /^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/.test(text), "MAC address", INPUT),
  md5: digest(32),
  regex: named(isPattern, "ECMA 262 regular expression"),
  sha1: digest(40),
  sha256: digest(64),
  sha512: digest(128),
  uri: named(isUri, "URI"),
  uuid: named((text) => text.length <= 36 && /^[0-9a-fA-F]+(?:-[0-9a-fA-F]+){4}$/.test(text), "UUID", INPUT),
};

/** How a text misses a format of json-schema-validator 2.2.14; undefined when it fits. */
export function formatFault(format: string, text: string): string | undefined {
  return own(FORMATS, format)?.(text);
}

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

function isDateTime(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (day === undefined) return false;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const ATOM = String.raw`[^\s()<>,;:\\"\[\]@.\u0000-\u0020\u007f]+`;
const LOCAL = String.raw`(?:"(?:[^"\\]|\\.)*"|${ATOM}(?:\.${ATOM})*)`;
const DOMAIN = String.raw`(?:\[[^\]]*\]|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)`;
const ADDRESS = `${LOCAL}@${DOMAIN}`;
/** An address alone, or in angle brackets after a name, as JavaMail takes it. */
const EMAIL = new RegExp(`^(?:${ADDRESS}|[^<>]*<${ADDRESS}>)$`, "u");

function isEmail(text: string): boolean {
  return EMAIL.test(text);
}

/** Guava's `InternetDomainName`: the last label begins with no digit. */
function isHostname(text: string): boolean {
  const labels = text.replace(/\.$/, "").split(/[.\u3002\uff0e\uff61]/);
  const fits = (label: string): boolean =>
    label.length <= 63 && /^(?![-_])(?:[A-Za-z0-9_-]|[^\u0000-\u007f])+(?<![-_])$/.test(label);
  return text.length <= 253 && labels.every(fits) && !/^\d/.test(labels.at(-1) ?? "");
}

/** Guava's `InetAddresses`: a mapped IPv4 address is one of IPv4, and a zone may follow. */
function isIpv6(text: string): boolean {
  const [address = "", zone] = text.split("%", 2);
  if (zone === "" || !address.includes(":") || /^::ffff:\d+\.|:::/i.test(address)) return false;
  const parts = address.split("::");
  if (parts.length > 2) return false;
  const groups = parts.flatMap((part) => (part === "" ? [] : part.split(":")));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return parts.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** ECMA 262 as Rhino knows it: neither named groups nor a look behind. */
export function isPattern(text: string): boolean {
  if (/\(\?<[^)]/.test(text)) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function base64Fault(text: string): string | undefined {
  if (text.length % 4 !== 0) {
    return `input has illegal length (must be a multiple of 4, found ${text.length})`;
  }
  const at = text.replace(/={1,2}$/, "").search(/[^A-Za-z0-9+/]/);
  return at < 0 ? undefined : `illegal character "${text[at]}" at index ${at} (not in Base64 alphabet)`;
}

function digest(length: number): Check {
  return (text) => {
    if (text.length !== length) return `input string has incorrect length (${text.length}, expected ${length})`;
    const at = text.search(/[^0-9a-fA-F]/);
    return at < 0 ? undefined : `illegal character "${text[at]}" in input at index ${at}`;
  };
}
