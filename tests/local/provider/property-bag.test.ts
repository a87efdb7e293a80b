import { expect } from "chai";
import fc from "fast-check";
import type { JsonObject } from "../../../local/json.ts";
import { Archive, Asset } from "../../../local/provider/assets.ts";
import { decodeProperties, encodeProperties, UNKNOWN_TEXT } from "../../../local/provider/property-bag.ts";
import { fromStruct, toStruct } from "../../../local/provider/struct.ts";
import {
  equal,
  fromPlainMap,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  ResourceReference,
  Secret,
  UNKNOWN,
} from "../../../local/provider/values.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const decode = { assetsFrom: "/program" };
const encode = { secrets: true, assetContents: true };

/** `google-protobuf`, on both ends of the wire, cannot carry a member of the name `__proto__`. */
const name = fc.string().filter((text) => text !== "__proto__");

const { value } = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<PropertyValue>(null, true, false, UNKNOWN, new Asset({ text: "a" }), new Archive({ assets: {} })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    tie("value").map((inner) => new Secret(inner)),
    fc.string({ minLength: 1 }).map((id) => new ResourceReference("urn", id)),
  ),
}));
const properties: fc.Arbitrary<PropertyMap> = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

describe("Properties on the wire", () => {
  it("come back as they went, secrets and unknowns included", () => {
    fc.assert(
      fc.property(properties, (given) => {
        const wire = encodeProperties(given, encode);
        expect(encodeProperties(fromStruct(toStruct(given, encode), decode), encode)).to.deep.equal(wire);
        expect(equal(decodeProperties(wire, decode), given)).to.equal(true);
      }),
    );
  });

  it("know an archive that the engine keeps without its files from one that has none", () => {
    const archive = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: {} };
    const nothing = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    const { kept, empty, bare } = decodeProperties(
      { kept: { ...archive, hash: "1" }, empty: { ...archive, hash: nothing }, bare: archive },
      decode,
    );
    expect(kept).to.deep.include({ source: { gone: true }, hash: "1" });
    for (const one of [empty, bare]) expect(one).to.deep.include({ source: { assets: {} } });
  });

  it("read what the SDK sends: secrets, unknowns, output values, references", () => {
    const wire: JsonObject = {
      secret: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: "hunter2" },
      unknown: UNKNOWN_TEXT,
      known: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1, secret: true, dependencies: ["urn"] },
      later: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" },
      resource: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "" },
    };
    expect(decodeProperties(wire, decode)).to.deep.equal({
      secret: new Secret("hunter2"),
      unknown: UNKNOWN,
      known: new Secret(1),
      later: UNKNOWN,
      resource: new ResourceReference("urn", UNKNOWN),
    });
  });

  it("send paths as the program wrote them, so that a state is no machine's own", () => {
    const archive = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: "1" };
    const wire = { relative: { ...archive, path: "./dist" }, absolute: { ...archive, path: "/dist.zip" } };
    expect(encodeProperties(decodeProperties(wire, decode), encode)).to.deep.equal(wire);
  });

  it("read archives with paths from the program's folder", () => {
    const archive = decodeProperties(
      {
        code: {
          [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
          assets: { "a.mjs": { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", path: "./src/a.mjs" } },
        },
      },
      decode,
    )["code"];
    const source = { path: "/program/src/a.mjs", given: "./src/a.mjs" };
    const expected = new Archive({ assets: { "a.mjs": new Asset(source) } });
    expect(archive).to.deep.equal(expected);
  });

  it("refuse a kind of value that nobody knows", () => {
    expect(() => decodeProperties({ odd: { [SIGNATURE]: "1234" } }, decode)).to.throw("unknown kind 1234");
  });

  it("keep only hashes of assets for a state", () => {
    const code = new Archive({ assets: { a: new Asset({ text: "x" }) } });
    const kept = encodeProperties({ code }, { secrets: true, assetContents: false });
    expect(kept).to.deep.equal({ code: { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: code.hash } });
  });

  it("reach handlers as plain values: secrets bare, references as ids, unknowns absent", () => {
    const given = {
      a: new Secret(["x", UNKNOWN]),
      b: UNKNOWN,
      c: new ResourceReference("urn", "id-1"),
      d: { e: new Secret("f"), g: UNKNOWN },
    };
    expect(plainMap(given)).to.deep.equal({ a: ["x", undefined], c: "id-1", d: { e: "f" } });
  });

  it("refuse what Pulumi cannot carry", () => {
    expect(() => fromPlainMap({ run: () => 1 })).to.throw("a function cannot be a property");
  });
});
