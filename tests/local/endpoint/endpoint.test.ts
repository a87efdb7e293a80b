import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { formReader } from "../../../local/endpoint/form.ts";
import { escapeXml } from "../../../local/endpoint/xml.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Module } from "../../../local/module.ts";
import cases from "../../cases/endpoint/requests.json" with { type: "json" };
import { type Toy, toyEndpoint } from "./toy-service.ts";
import { TOYS } from "./toy-services.ts";

interface RequestCase {
  readonly name: string;
  readonly request: {
    readonly method?: string;
    readonly path?: string;
    readonly signed?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly form?: string;
  };
  readonly input?: JsonObject;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyContains?: string;
}

const signature = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240110/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;

describe("the AWS endpoint", () => {
  let toy: Toy;

  before(async () => {
    toy = await toyEndpoint(TOYS);
  });
  after(() => toy.endpoint.close());

  const send = ({ method, path = "/", signed, headers, body, form }: RequestCase["request"]): Promise<Response> =>
    fetch(`${toy.url}${path}`, {
      method: method ?? "POST",
      headers: {
        ...headers,
        ...(signed === undefined ? {} : { authorization: signature(signed) }),
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }),
      },
      ...((form ?? body) === undefined ? {} : { body: form ?? body ?? "" }),
    });

  for (const given of cases as unknown as readonly RequestCase[]) {
    it(given.name, async () => {
      toy.inputs.length = 0;
      const response = await send(given.request);
      const body = await response.text();
      expect({ status: response.status, body }).to.include({ status: given.status });
      if (given.body !== undefined) expect(body).to.equal(given.body);
      if (given.bodyContains !== undefined) expect(body).to.contain(given.bodyContains);
      for (const [name, value] of Object.entries(given.headers ?? {}))
        expect(response.headers.get(name)).to.equal(value);
      if (given.input === undefined) return;
      const wanted = JSON.stringify(given.input).replace("HOST", `localhost:${toy.port}`);
      expect(toy.inputs).to.deep.equal([JSON.parse(wanted)]);
    });
  }

  it("names every unknown thing in the log", async () => {
    toy.lines.length = 0;
    await send({ signed: "dynamodb", headers: { "x-amz-target": "DynamoDB_20120810.Nothing" }, body: "{}" });
    expect(toy.lines).to.deep.equal([
      "dynamodb:Nothing is not served. The local runtime serves Crash, GetItem, ListTables.",
    ]);
  });

  it("says how a request is signed that is not", async () => {
    toy.lines.length = 0;
    await send({ headers: { "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" });
    expect(toy.lines).to.have.length(1);
    expect(toy.lines[0]).to.match(
      /^Request is missing Authentication Token: sign it with .*--aws-sigv4.*any key will do\.$/,
    );
  });

  it("gives DynamoDB's requests ids of 52 characters and the others UUIDs", async () => {
    const dynamodb = await send({
      signed: "dynamodb",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables" },
      body: "{}",
    });
    expect(dynamodb.headers.get("x-amzn-requestid")).to.match(/^[A-Z2-7]{48}AAJG$/);
    const sqs = await send({ signed: "sqs", headers: { "x-amz-target": "AmazonSQS.ReceiveMessage" }, body: "{}" });
    expect(sqs.headers.get("x-amzn-requestid")).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("reads gzip bodies, and says when one is broken", async () => {
    const post = (body: Uint8Array<ArrayBuffer>): Promise<Response> =>
      fetch(toy.url, {
        method: "POST",
        headers: {
          authorization: signature("dynamodb"),
          "x-amz-target": "DynamoDB_20120810.ListTables",
          "content-encoding": "gzip",
        },
        body,
      });
    toy.inputs.length = 0;
    expect((await post(new Uint8Array(gzipSync('{"Limit":2}')))).status).to.equal(200);
    expect(toy.inputs).to.deep.equal([{ Limit: 2 }]);
    const broken = await post(new Uint8Array([1, 2, 3]));
    expect(await broken.text()).to.contain("The request body is not valid gzip.");
  });

  it("continues when asked to before the body", async () => {
    const request = httpRequest({
      port: toy.port,
      method: "POST",
      headers: {
        authorization: signature("dynamodb"),
        "x-amz-target": "DynamoDB_20120810.ListTables",
        expect: "100-continue",
        "content-length": 2,
      },
    });
    request.flushHeaders();
    await once(request, "continue");
    request.end("{}");
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).to.equal(200);
  });

  it("takes presigned requests", async () => {
    const query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20240110%2Fus-east-1%2Fsns%2Faws4_request";
    const response = await fetch(`${toy.url}/?Action=Publish&Version=2010-03-31&${query}`);
    expect(response.status).to.equal(200);
  });

  it("lets pages of this machine call, and no others", async () => {
    const call = (origin: string): Promise<Response> =>
      send({ signed: "dynamodb", headers: { origin, "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" });
    const local = await call("http://localhost:5173");
    expect(local.status).to.equal(200);
    expect(local.headers.get("access-control-allow-origin")).to.equal("http://localhost:5173");
    toy.lines.length = 0;
    expect((await call("https://evil.example")).status).to.equal(403);
    expect((await call("https://localhost.evil.example")).status).to.equal(403);
    expect(toy.lines[0]).to.contain("the page https://evil.example is not of this machine");
    const preflight = await fetch(toy.url, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:5173",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-amz-target,authorization",
      },
    });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get("access-control-allow-headers")).to.equal("x-amz-target,authorization");
  });

  it("tells once that a page's call would not be answered on AWS", async () => {
    toy.lines.length = 0;
    const call = async (signed: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      (await send({ path, signed, headers, body: "{}" })).status;
    const page = { origin: "http://localhost:5173" };
    expect(await call("apigateway", "/v2/apis", {})).to.equal(201);
    expect(toy.lines).to.deep.equal([]);
    expect(await call("apigateway", "/v2/apis", page)).to.equal(201);
    expect(await call("apigateway", "/v2/apis", page)).to.equal(201);
    expect(toy.lines).to.deep.equal([
      "apigatewayv2: a page was answered; on AWS it would not be, for apigatewayv2 has no CORS: call it from a server.",
    ]);
  });

  it("survives clients that say anything", async () => {
    const socket = connect(toy.port, "127.0.0.1");
    socket.end("NONSENSE\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).to.match(/^HTTP\/1\.1 400/);
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.constantFrom("dynamodb", "sns", "lambda", "cloudfront", "x"),
        async (body, signed) => {
          const target = { "x-amz-target": "DynamoDB_20120810.ListTables" };
          const response = await send({ signed, headers: signed === "dynamodb" ? target : {}, body });
          await response.arrayBuffer();
          expect(response.status).to.be.lessThan(500);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("refuses handshakes that are nobody's", async () => {
    const socket = connect(toy.port, "127.0.0.1");
    socket.write("GET /x/dev HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).to.match(/^HTTP\/1\.1 403 Forbidden\r\n[^{]*\r\n\r\n\{"message":"Forbidden"\}$/);
    expect(toy.lines.at(-1)).to.contain("Handshake for /x/dev: no WebSocket API has this path");
  });

  it("leaves other paths to the modules, in their order", async () => {
    const seen: string[] = [];
    const module = (name: string, takes: boolean): Module => ({
      services: [],
      handlers: [],
      request: (_request, response) => {
        seen.push(name);
        if (takes) response.end(name);
        return takes;
      },
    });
    toy.endpoint.serve([module("first", false), module("second", true), module("third", true)]);
    const response = await fetch(`${toy.url}/api/dev`);
    toy.endpoint.serve([]);
    expect(await response.text()).to.equal("second");
    expect(seen).to.deep.equal(["first", "second"]);
  });

  it("answers on the other loopback address and by the name with the prefix of synchronous calls", async () => {
    const socket = connect({ port: toy.port, host: "127.0.0.1" });
    socket.write("GET / HTTP/1.1\r\nHost: sync-localhost\r\nConnection: close\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).to.match(/^HTTP\/1\.1 200/);
  });
});

describe("forms and XML", () => {
  it("brings back any nested input that a form can say", () => {
    const text = fc.string({ minLength: 1 });
    const name = fc.string({ unit: fc.constantFrom("a", "b", "c", "D"), minLength: 1, maxLength: 4 });
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        text,
        fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
        fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 3 }),
      ),
    })).value;
    const read = formReader({});
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (input) => {
        expect(read(flatten(input, ""))).to.deep.equal(JSON.parse(JSON.stringify(input)));
      }),
    );
  });

  it("takes names that every object has for names like others", () => {
    const read = formReader({ maps: ["Attribute"] });
    const input = read([
      ["__proto__.polluted", "a"],
      ["constructor.prototype.polluted", "b"],
      ["Attribute.1.Name", "__proto__"],
      ["Attribute.1.Value", "c"],
    ]);
    expect(JSON.stringify(input)).to.equal(
      '{"__proto__":{"polluted":"a"},"constructor":{"prototype":{"polluted":"b"}},"Attribute":{"__proto__":"c"}}',
    );
    expect({}).to.not.have.property("polluted");
  });

  it("escapes any text so that a parser gives it back", () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false });
    const printable = fc.string({ unit: "binary-ascii" }).filter((text) => !/[^\t\n\x20-\x7e]/.test(text));
    fc.assert(
      fc.property(printable, (text) => {
        expect(parser.parse(`<a>${escapeXml(text)}</a>`)).to.deep.equal({ a: text });
      }),
    );
  });
});

/** An input as the parameters of a form, as SDKs write them. */
function* flatten(value: unknown, path: string): Generator<[string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* flatten(item, `${path}.member.${index + 1}`);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* flatten(item, path === "" ? name : `${path}.${name}`);
  }
}
