import { expect } from "chai";
import fc from "fast-check";
import { createSandbox, FunctionFailure } from "../../../local/edge/sandbox.ts";
import {
  FunctionRuleError,
  fromFunction,
  toViewerRequest,
  type ViewerRequest,
} from "../../../local/edge/viewer-request.ts";
import type { JsonObject } from "../../../local/json.ts";

const REQUEST: ViewerRequest = {
  method: "GET",
  uri: "/this/is/my/custom/path/",
  querystring: { my_query: { value: "foo" } },
  headers: { host: { value: "localhost:4900" }, "sec-websocket-key": { value: "k" } },
  cookies: { id: { value: "1" } },
};
const EVENT = { version: "1.0", context: {}, viewer: { ip: "127.0.0.1" }, request: REQUEST } as unknown as JsonObject;

/** Time that passes a little with every look at it: the limits do not depend on the machine. */
let time = 0;
const now = (): number => ++time;

const failure = async (code: string): Promise<FunctionFailure> => {
  try {
    const sandbox = await createSandbox(code, now);
    try {
      sandbox.run(EVENT);
    } finally {
      sandbox.dispose();
    }
  } catch (error) {
    if (error instanceof FunctionFailure) return error;
    throw error;
  }
  throw new Error("it succeeded");
};

describe("CloudFront Functions", () => {
  it("runs a handler that moves the path into a header", async () => {
    const sandbox = await createSandbox(
      "function handler(event) { var r = event.request; r.headers['ws-uri'] = { value: r.uri }; r.uri = '/'; console.log('moved', r.headers['ws-uri']); return r; }",
      now,
    );
    const { result, logs } = sandbox.run(EVENT);
    sandbox.dispose();
    expect(fromFunction(result, REQUEST)).to.deep.equal({
      uri: "/",
      query: "my_query=foo",
      headers: [
        ["host", "localhost:4900"],
        ["sec-websocket-key", "k"],
        ["ws-uri", "/this/is/my/custom/path/"],
        ["cookie", "id=1"],
      ],
    });
    expect(logs).to.deep.equal(['moved {"value":"/this/is/my/custom/path/"}']);
  });

  // CFDG/functions-event-structure, "Duplicate query strings, headers and cookies".
  for (const { name, field, query } of [
    {
      name: "a changed value takes the first place",
      field: { value: "n", multiValue: [{ value: "x" }, { value: "y" }] },
      query: "b=n&b=y",
    },
    { name: "a changed list counts alone", field: { value: "n", multiValue: [{ value: "z" }] }, query: "b=z" },
    {
      name: "what is as it was stays",
      field: { value: "x", multiValue: [{ value: "x" }, { value: "y" }] },
      query: "b=x&b=y",
    },
  ]) {
    it(`reads duplicates: ${name}`, () => {
      const given = { ...REQUEST, querystring: { b: { value: "x", multiValue: [{ value: "x" }, { value: "y" }] } } };
      const result = fromFunction({ ...given, querystring: { b: field } }, given);
      expect("query" in result && result.query).to.equal(query);
    });
  }

  it("refuses a body that is not what its encoding says", () => {
    const answer = (body: JsonObject) => () => fromFunction({ statusCode: 200, body }, REQUEST);
    expect(answer({ encoding: "base64", data: "!!" })).to.throw(FunctionRuleError, "not base64");
    expect(answer({ encoding: "hex", data: "00" })).to.throw(FunctionRuleError, "neither text nor");
    expect(answer({ encoding: "text", data: "!!" })).to.not.throw();
  });

  it("awaits an async handler, and lets it answer itself", async () => {
    const sandbox = await createSandbox(
      "async function handler(event) { await null; return { statusCode: 302, headers: { location: { value: '/x' } }, body: { encoding: 'base64', data: 'aGk=' } }; }",
      now,
    );
    const result = fromFunction(sandbox.run(EVENT).result, REQUEST);
    sandbox.dispose();
    expect(result).to.deep.include({ statusCode: 302, headers: [["location", "/x"]] });
    expect("body" in result && result.body.toString()).to.equal("hi");
  });

  const helped: { name: string; code: string; result: unknown }[] = [
    {
      name: "a hash",
      code: "require('crypto').createHash('sha256').update('a').update('bc').digest('hex')",
      result: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    },
    {
      name: "an HMAC",
      code: "require('crypto').createHmac('sha256', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex')",
      result: "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
    },
    {
      name: "a parsed query string",
      code: "require('querystring').parse('a=1&b=%20&a=2')",
      result: { a: ["1", "2"], b: " " },
    },
    {
      name: "a written query string",
      code: "require('querystring').stringify({ a: 1, b: ['x', 'y'] })",
      result: "a=1&b=x&b=y",
    },
    { name: "bytes", code: "Buffer.from('hällo').toString('base64')", result: "aMOkbGxv" },
    {
      name: "bytes the other way round",
      code: "String.prototype.concat(Buffer.from('aMOkbGxv', 'base64'))",
      result: "hällo",
    },
  ];
  for (const { name, code, result } of helped) {
    it(`give a function ${name}`, async () => {
      const sandbox = await createSandbox(`function handler() { return { is: ${code} }; }`, now);
      const run = sandbox.run(EVENT);
      sandbox.dispose();
      expect(run.result).to.deep.equal({ is: result });
    });
  }

  const failing: { name: string; code: string; message: RegExp }[] = [
    { name: "a syntax error", code: "function handler( {", message: /^SyntaxError: .*\(line 1\)$/ },
    { name: "no handler", code: "var x = 1;", message: /no global function named handler/ },
    { name: "a throw", code: "function handler() { throw new Error('no') }", message: /Error: no/ },
    { name: "an endless loop", code: "function handler() { for (;;) {} }", message: /ran for too long/ },
    {
      name: "too much memory",
      code: "function handler() { var all = []; for (var i = 0; ; i++) all.push({ i: i }); }",
      message: /out of memory/,
    },
    {
      name: "a module that is not there",
      code: "function handler() { require('fs'); }",
      message: /Cannot find module "fs"/,
    },
    {
      name: "a hash that is not there",
      code: "function handler() { require('crypto').createHash('sha512'); }",
      message: /not supported algorithm: "sha512"/,
    },
    { name: "eval", code: "function handler(event) { return eval('event.request'); }", message: /eval/ },
    { name: "Function", code: "function handler() { return new Function('return 1')(); }", message: /Function/ },
    {
      name: "Function by way of a constructor",
      code: "function handler() { return (function () {}).constructor('return 1')(); }",
      message: /not a function/,
    },
    {
      name: "a generator's constructor",
      code: "function handler() { return (function* () {}).constructor('yield 1')().next(); }",
      message: /not a function/,
    },
    {
      name: "a log that never ends",
      code: "function handler() { var line = 'x'.repeat(1e5); for (;;) console.log(line); }",
      message: /ran for too long/,
    },
    {
      name: "a log that never ends and minds no error",
      code: "function handler() { var line = 'x'.repeat(1e5); for (;;) try { console.log(line); } catch (e) {} }",
      message: /ran for too long/,
    },
    {
      name: "hashes without end",
      code: "function handler() { var c = require('crypto'); for (;;) c.createHash('md5').update('x'.repeat(1e5)).digest('hex'); }",
      message: /ran for too long/,
    },
    {
      name: "a result whose reading never ends",
      code: "function handler() { return { get a() { for (;;); } }; }",
      message: /cannot be read as JSON in time/,
    },
    {
      name: "an expression that backtracks without end",
      code: "function handler() { return /^(a+)+$/.test('a'.repeat(60) + '!'); }",
      message: /ran for too long/,
    },
    { name: "the process", code: "function handler() { return process.env; }", message: /process/ },
    { name: "a timer", code: "function handler() { return new Promise(function () {}); }", message: /never settles/ },
  ];
  for (const { name, code, message } of failing) {
    it(`ends ${name} and says so`, async () => {
      expect((await failure(code)).message).to.match(message);
    });
  }

  it("keeps no more of an endless log than of a long one", async () => {
    const { logs } = await failure("function handler() { for (;;) console.log('x'.repeat(1000)); }");
    expect(logs.join("")).to.have.lengthOf(10 * 1024);
  });

  it("takes names that every object has for names like others", async () => {
    const hostile = "__proto__=a&constructor=b&__proto__=c";
    const rawHeaders = ["__proto__", "d", "constructor", "e", "Cookie", "__proto__=f"];
    const given = toViewerRequest({ method: "GET", rawHeaders }, "/", hostile);
    const sandbox = await createSandbox("function handler(event) { return event.request; }", now);
    const { result } = sandbox.run({ ...EVENT, request: given } as unknown as JsonObject);
    sandbox.dispose();
    expect(fromFunction(result, given)).to.deep.equal({
      uri: "/",
      query: "__proto__=a&__proto__=c&constructor=b",
      headers: [
        ["__proto__", "d"],
        ["constructor", "e"],
        ["cookie", "__proto__=f"],
      ],
    });
  });

  const split = { value: "/\r\nSet-Cookie: stolen=1" };
  const broken: { name: string; result: unknown; status: 502 | 503; message: RegExp }[] = [
    { name: "nothing", result: undefined, status: 503, message: /returned no object/ },
    { name: "another method", result: { ...REQUEST, method: "POST" }, status: 502, message: /method/ },
    { name: "a uri without a slash", result: { ...REQUEST, uri: "x" }, status: 503, message: /must begin with/ },
    {
      name: "another host",
      result: { ...REQUEST, headers: { host: { value: "evil" } } },
      status: 502,
      message: /host, which is read-only/,
    },
    {
      name: "a hidden header",
      result: { ...REQUEST, headers: { ...REQUEST.headers, upgrade: { value: "websocket" } } },
      status: 502,
      message: /added the header upgrade/,
    },
    {
      name: "a header in capitals",
      result: { ...REQUEST, headers: { ...REQUEST.headers, "Ws-Uri": { value: "/" } } },
      status: 502,
      message: /lower case/,
    },
    {
      name: "a header that is text",
      result: { ...REQUEST, headers: { ...REQUEST.headers, "ws-uri": "/" } },
      status: 503,
      message: /without a value/,
    },
    {
      name: "two headers in one",
      result: { ...REQUEST, headers: { ...REQUEST.headers, "ws-uri": split } },
      status: 502,
      message: /the header ws-uri has characters/,
    },
    {
      name: "two headers in one name",
      result: { ...REQUEST, headers: { ...REQUEST.headers, "a: b\r\nc": { value: "d" } } },
      status: 502,
      message: /is no name for a header/,
    },
    {
      name: "a response of two lines",
      result: { statusCode: 302, headers: { location: split } },
      status: 502,
      message: /the header location has characters/,
    },
    {
      name: "a cookie of two lines",
      result: { statusCode: 200, cookies: { id: split } },
      status: 502,
      message: /a cookie has characters/,
    },
    {
      name: "a description of two lines",
      result: { statusCode: 200, statusDescription: "OK\r\nX: y" },
      status: 502,
      message: /the statusDescription has characters/,
    },
  ];
  for (const { name, result, status, message } of broken) {
    it(`refuses a function that returns ${name}`, () => {
      try {
        fromFunction(result, REQUEST);
        expect.fail("it was accepted");
      } catch (error) {
        if (!(error instanceof FunctionRuleError)) throw error;
        expect({ status: error.status, fits: message.test(error.message) }).to.deep.equal({ status, fits: true });
      }
    });
  }

  it("judges whatever a function returns without failing itself", () => {
    fc.assert(
      fc.property(fc.anything(), (result) => {
        try {
          fromFunction(result, REQUEST);
        } catch (error) {
          expect(error).to.be.instanceOf(FunctionRuleError);
        }
      }),
    );
  });
});
