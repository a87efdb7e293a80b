import { assert, expect } from "chai";
import { AwsError } from "../../../local/aws/error.ts";
import { formReader } from "../../../local/endpoint/form.ts";
import { javaDates } from "../../../local/endpoint/java-dates.ts";
import { parseJsonObject } from "../../../local/endpoint/json-protocol.ts";

const nested = (depth: number): Buffer => Buffer.from(`{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`);

describe("A JSON body", () => {
  it("may nest a thousand levels deep, and no deeper", () => {
    expect(parseJsonObject(nested(1000))).to.have.property("a");
    expect(() => parseJsonObject(nested(1001))).to.throw(AwsError, "Document nesting depth exceeds");
    expect(() => parseJsonObject(nested(1_000_000))).to.throw(AwsError, "Document nesting depth exceeds");
  });

  it("does not nest by the brackets in its texts, or by those that are closed", () => {
    const text = `\\"${"[{".repeat(3000)}`;
    expect(parseJsonObject(Buffer.from(JSON.stringify({ text })))).to.deep.equal({ text });
    const wide = { list: Array.from({ length: 3000 }, () => [{}]) };
    expect(parseJsonObject(Buffer.from(JSON.stringify(wide)))).to.deep.equal(wide);
  });
});

describe("A JSON answer's timestamps", () => {
  const dates = javaDates("states") ?? assert.fail("Step Functions has timestamps");

  it("are written as Java prints doubles", () => {
    const body = JSON.stringify({ startDate: 1680118019.525, events: [{ timestamp: 1704888000, id: 1704888000 }] });
    expect(dates(body)).to.equal('{"startDate":1.680118019525E9,"events":[{"timestamp":1.704888E9,"id":1704888000}]}');
  });

  it("leave texts alone, whatever they say", () => {
    const body = JSON.stringify({ input: JSON.stringify({ startDate: 1680118019.525 }), name: '"startDate":1' });
    expect(dates(body)).to.equal(body);
  });

  it("are those of services that write them so", () => {
    expect(javaDates("sqs")).to.equal(undefined);
  });
});

describe("A form", () => {
  const read = formReader({ numbers: ["DelaySeconds"], maps: ["Attribute"], names: { Attribute: "Attributes" } });

  it("has typed members, and maps of text whose keys have the name of a typed member", () => {
    const form = new URLSearchParams("DelaySeconds=5&Attributes.entry.1.key=DelaySeconds&Attributes.entry.1.value=7");
    expect(read(form)).to.deep.equal({ DelaySeconds: 5, Attributes: { DelaySeconds: "7" } });
  });
});
