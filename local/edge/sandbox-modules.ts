import { createHash, createHmac } from "node:crypto";
import querystring from "node:querystring";
import type { QuickJSContext } from "quickjs-emscripten";
import type { WorkBudget } from "./work-budget.ts";

/** Hashes that CloudFront Functions know (CFDG/functions-javascript-runtime-20, "Crypto module"). */
const HASHES = new Set(["md5", "sha1", "sha256"]);
const ENCODINGS = new Set<string>(["utf8", "hex", "base64", "base64url"]);

/**
 * Gives a sandbox the modules that CloudFront Functions may require: `crypto`, `querystring` and `buffer`. Bytes go in
 * and out as hexadecimal text.
 */
export function addModules(context: QuickJSContext, budget: WorkBudget): void {
  const host: Readonly<Record<string, (...texts: string[]) => string>> = {
    digest: (algorithm = "", data = "") => createHash(hash(algorithm)).update(data, "hex").digest("hex"),
    hmac: (algorithm = "", key = "", data = "") =>
      createHmac(hash(algorithm), Buffer.from(key, "hex")).update(data, "hex").digest("hex"),
    toHex: (text = "", encoding = "utf8") => Buffer.from(text, encodingOf(encoding)).toString("hex"),
    fromHex: (hex = "", encoding = "utf8") => Buffer.from(hex, "hex").toString(encodingOf(encoding)),
    parse: (text = "", separator = "&", equals = "=") => JSON.stringify(querystring.parse(text, separator, equals)),
    stringify: (json = "{}", separator = "&", equals = "=") =>
      querystring.stringify(JSON.parse(json) as Record<string, string>, separator, equals),
    escape: (text = "") => querystring.escape(text),
    unescape: (text = "") => querystring.unescape(text),
  };
  const handle = context.newObject();
  for (const [name, run] of Object.entries(host)) {
    const made = context.newFunction(name, (...given) => {
      // A function that minds no error asks thousands of times before the engine stops it: no text is to pass then.
      budget.spend();
      const texts = given.map((value) =>
        context.typeof(value) === "undefined" ? undefined : context.getString(value),
      );
      budget.spend(texts.reduce((sum, text = "") => sum + text.length, 0));
      return context.newString(run(...(texts as string[])));
    });
    context.setProp(handle, name, made);
    made.dispose();
  }
  context.setProp(context.global, "__host", handle);
  handle.dispose();
  context.unwrapResult(context.evalCode(MODULES, "modules.js")).dispose();
}

function hash(name: string): string {
  if (!HASHES.has(name)) throw new TypeError(`not supported algorithm: "${name}"`);
  return name;
}

function encodingOf(name: string): BufferEncoding {
  const encoding = name === "utf-8" ? "utf8" : name;
  if (!ENCODINGS.has(encoding)) throw new TypeError(`"${name}" encoding is not supported`);
  return encoding as BufferEncoding;
}

/** Runs inside the sandbox, before the function; nothing but `require` and `Buffer` stays behind. */
const MODULES = `(() => {
const host = globalThis.__host;
delete globalThis.__host;
const bytes = (hex) => { const list = []; for (let at = 0; at < hex.length; at += 2) list.push(parseInt(hex.slice(at, at + 2), 16)); return list; };
const hexOf = (data) => typeof data === 'string' ? host.toHex(data, 'utf8') : Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), (byte) => byte.toString(16).padStart(2, '0')).join('');
class Buffer extends Uint8Array {
  static from(value, encoding) { return super.from(typeof value === 'string' ? bytes(host.toHex(value, encoding || 'utf8')) : value); }
  static alloc(size, fill) { const made = new Buffer(size); return fill === undefined ? made : made.fill(fill); }
  static isBuffer(value) { return value instanceof Buffer; }
  static byteLength(value, encoding) { return Buffer.from(value, encoding).length; }
  static concat(list) { return Buffer.from(list.flatMap((one) => Array.from(one))); }
  toString(encoding) { return host.fromHex(hexOf(this), encoding || 'utf8'); }
  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
  equals(other) { return hexOf(this) === hexOf(other); }
}
const digester = (finish) => {
  let data = '';
  return {
    update(more) { data += hexOf(more); return this; },
    digest(encoding) { const made = Buffer.from(finish(data), 'hex'); return encoding === undefined ? made : made.toString(encoding); },
  };
};
const crypto = {
  createHash: (algorithm) => { host.digest(algorithm, ''); return digester((data) => host.digest(algorithm, data)); },
  createHmac: (algorithm, key) => { host.digest(algorithm, ''); return digester((data) => host.hmac(algorithm, hexOf(key), data)); },
};
const parse = (text, separator, equals) => JSON.parse(host.parse(text, separator, equals));
const stringify = (object, separator, equals) => host.stringify(JSON.stringify(object), separator, equals);
const modules = {
  crypto,
  buffer: { Buffer },
  querystring: { parse, decode: parse, stringify, encode: stringify, escape: host.escape, unescape: host.unescape },
};
const define = (name, value) => Object.defineProperty(globalThis, name, { value });
define('Buffer', Buffer);
define('require', (name) => { if (!Object.hasOwn(modules, name)) throw new Error('Cannot find module "' + name + '"'); return modules[name]; });
})()`;
