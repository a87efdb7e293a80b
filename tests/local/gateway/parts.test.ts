import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import { judgePolicy } from "../../../local/gateway/authorizer-policy.ts";
import { explainSchema } from "../../../local/gateway/explain-schema.ts";
import { FRAME_LIMIT, FrameMeter } from "../../../local/gateway/frame-meter.ts";
import { GatewayIds, isConnectionId } from "../../../local/gateway/ids.ts";
import { endpointOf } from "../../../local/gateway/integrations/aws-target.ts";
import { requestTime } from "../../../local/gateway/request-time.ts";
import { formatFault } from "../../../local/gateway/schema/formats.ts";
import { schemaFault } from "../../../local/gateway/schema/syntax.ts";
import { TokenBucket } from "../../../local/gateway/throttle.ts";
import { mayHoldWholeFloats, withWholeFloats } from "../../../local/gateway/whole-float.ts";
import { randomIds } from "../../../local/ids.ts";
import { javaDouble } from "../../../local/java-number.ts";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { readJson } from "../../../local/vtl/json.ts";

function casesOf<T>(file: string): readonly T[] {
  const { cases }: { cases: readonly T[] } = JSON.parse(
    readFileSync(new URL(`../../cases/gateway/${file}`, import.meta.url), "utf8"),
  );
  return cases;
}

describe("Endpoints of integrations", () => {
  for (const { name, uri, url } of casesOf<{ name: string; uri: string; url?: string }>("endpoints.json")) {
    it(name, () => expect(endpointOf(uri)).to.equal(url));
  }
});

describe("Numbers as Java prints them", () => {
  for (const { name, number, text } of casesOf<{ name: string; number: number; text: string }>("java-numbers.json")) {
    it(name, () => expect(javaDouble(number)).to.equal(text));
  }

  it("read back as the same number", () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (number) => Object.is(Number(javaDouble(number)), number)));
  });
});

describe("Violations of a model", () => {
  interface Case {
    readonly name: string;
    readonly schema: JsonObject;
    readonly instance: Json;
    readonly violations: readonly string[];
  }
  const all = [...casesOf<Case>("model-violations.json"), ...casesOf<Case>("schema-keywords.json")];
  for (const { name, schema, instance, violations } of all) {
    it(name, () => {
      const resolve = (reference: string): JsonObject | undefined => {
        const definitions = schema["definitions"];
        const found = isObject(definitions) ? definitions[reference.split("/").at(-1) ?? ""] : undefined;
        return isObject(found) ? found : undefined;
      };
      expect(explainSchema(schema, instance, resolve)).to.deep.equal(violations);
    });
  }
});

describe("Schemas of models", () => {
  for (const { schema, fault } of casesOf<{ schema: string; fault: string | null }>("schema-syntax.json")) {
    it(schema, () => {
      const found = schemaFault(withWholeFloats(readJson(schema)) ?? JSON.parse(schema));
      if (fault === null) expect(found).to.equal(undefined);
      else expect(found).to.contain(fault);
    });
  }
});

describe("Formats of texts", () => {
  const cases = casesOf<{ format: string; text: string; fault: string | null }>("formats.json");
  for (const format of new Set(cases.map((one) => one.format))) {
    it(format, () => {
      for (const one of cases.filter((other) => other.format === format)) {
        expect(formatFault(format, one.text) ?? null, one.text).to.equal(one.fault);
      }
    });
  }
});

describe("Numbers that are written as fractions", () => {
  interface Case {
    readonly name: string;
    readonly schema: JsonObject;
    readonly text: string;
    readonly violations: readonly string[];
  }
  for (const { name, schema, text, violations } of casesOf<Case>("whole-floats.json")) {
    it(name, () => {
      const marked = withWholeFloats(readJson(text));
      if (marked === undefined) throw new Error("nothing is marked");
      expect(explainSchema(schema, marked, () => undefined)).to.deep.equal(violations);
    });
  }

  it("are looked for only where there may be some", () => {
    expect(mayHoldWholeFloats('{"a":1,"b":"x"}')).to.equal(false);
    expect(withWholeFloats(readJson('{"a":1.5,"b":"2.0"}'))).to.equal(undefined);
  });
});

describe("Ids of the gateway", () => {
  const clock = virtualClock();
  const ids = new GatewayIds(clock, randomIds());

  it("have the shape of AWS's: eleven bytes, the kind in the ninth", () => {
    for (const [id, letter] of [
      [ids.connectionId(), "C"],
      [ids.requestId(), "F"],
    ] as const) {
      expect(id).to.match(/^[A-Za-z0-9_-]{15}=$/);
      expect(id[11]).to.equal(letter);
    }
  });

  it("of a message end as their connection's", () => {
    const connection = Buffer.from("PJqB0fHsqRcCHlw=", "base64url");
    const message = Buffer.from(ids.messageId("PJqB0fHsqRcCHlw="), "base64url");
    expect(message.subarray(8)).to.deep.equal(connection.subarray(8));
    expect(message.subarray(0, 8)).not.to.deep.equal(connection.subarray(0, 8));
  });

  it("grow with time", async () => {
    const before = Buffer.from(ids.connectionId(), "base64url");
    await clock.advance(1000);
    expect(Buffer.compare(Buffer.from(ids.connectionId(), "base64url"), before)).to.equal(1);
  });

  it("are told from what is none", () => {
    expect(isConnectionId("WDGT8fY4joECJrQ=")).to.equal(true);
    expect(isConnectionId("WDGT8fY4joECJrQ=test")).to.equal(false);
  });
});

describe("Frames by their headers", () => {
  const frame = (length: number): Buffer => {
    const head =
      length < 126
        ? Buffer.from([0x81, 0x80 | length])
        : length < 65_536
          ? Buffer.from([0x81, 0xfe, length >> 8, length & 0xff])
          : Buffer.from([
              0x81,
              0xff,
              0,
              0,
              0,
              0,
              length >>> 24,
              (length >> 16) & 0xff,
              (length >> 8) & 0xff,
              length & 0xff,
            ]);
    return Buffer.concat([head, Buffer.alloc(4), Buffer.alloc(length, 0x61)]);
  };

  it("are found however the bytes are cut", () => {
    const lengths = fc.array(fc.constantFrom(0, 1, 125, 126, 127, 1000, FRAME_LIMIT, FRAME_LIMIT + 1, 70_000), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(lengths, fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (sizes, cuts) => {
        const bytes = Buffer.concat(sizes.map(frame));
        const meter = new FrameMeter();
        let exceeded = false;
        for (let at = 0, turn = 0; at < bytes.length && !exceeded; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          exceeded = meter.exceeds(bytes.subarray(at, at + size));
          at += size;
        }
        expect(exceeded).to.equal(sizes.some((size) => size > FRAME_LIMIT));
      }),
    );
  });
});

describe("Small parts of the gateway", () => {
  it("write times as the common log format", () => {
    expect(requestTime(Date.UTC(2024, 1, 9, 18, 11, 43, 999))).to.equal("09/Feb/2024:18:11:43 +0000");
    expect(requestTime(Date.UTC(2022, 4, 11, 1, 52, 57))).to.equal("11/May/2022:01:52:57 +0000");
  });

  it("let a burst through, then as many as the rate allows", async () => {
    const clock = virtualClock();
    const bucket = new TokenBucket(clock, 2, 3);
    const take = (count: number): boolean[] => Array.from({ length: count }, () => bucket.take());
    expect(take(4)).to.deep.equal([true, true, true, false]);
    await clock.advance(500);
    expect(take(2)).to.deep.equal([true, false]);
    await clock.advance(60_000);
    expect(take(4)).to.deep.equal([true, true, true, false]);
  });

  it("let nothing through without limits", () => {
    expect(new TokenBucket(virtualClock(), 0, 0).take()).to.equal(false);
  });

  const resource = "arn:aws:execute-api:us-east-1:1:abc/prod/$connect";
  for (const [covers, allowed] of [
    [resource, true],
    ["arn:aws:execute-api:us-east-1:1:abc/prod/*", true],
    ["*", true],
    ["arn:aws:execute-api:us-east-1:1:abc/prod/*/*", false],
    ["arn:aws:execute-api:us-east-1:1:abc/dev/$connect", false],
  ] as const) {
    it(`judge an authorizer's policy for ${covers}`, () => {
      const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: covers };
      expect(judgePolicy({ Statement: [statement] }, "execute-api:Invoke", resource)).to.equal(
        allowed ? "allowed" : "unmentioned",
      );
      const denied = { Statement: [statement, { ...statement, Effect: "Deny", Resource: "*" }] };
      expect(judgePolicy(denied, "execute-api:Invoke", resource)).to.equal("denied");
    });
  }
});
