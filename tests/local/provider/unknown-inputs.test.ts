import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";
import {
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  Secret,
  UNKNOWN,
} from "../../../local/provider/values.ts";
import { World } from "./resources/world.ts";

/** Inputs that are right, of one type. */
interface Right {
  readonly name?: string;
  readonly type: string;
  readonly needs?: readonly string[];
  readonly inputs: JsonObject;
}

const CASES = new URL("../../cases/provider/", import.meta.url);

const right: readonly Right[] = [
  ...readdirSync(new URL("resources/", CASES))
    .filter((file) => file !== "fixtures.json")
    .flatMap((file): Right[] => JSON.parse(readFileSync(new URL(`resources/${file}`, CASES), "utf8"))),
  ...(JSON.parse(readFileSync(new URL("right-combinations.json", CASES), "utf8")) as Right[]),
];

/** A value with something else in the place of itself or of one part, and that place; for every part. */
function* replaced(
  value: PropertyValue,
  by: (part: PropertyValue) => PropertyValue,
  place = "",
): Generator<readonly [place: string, value: PropertyValue]> {
  if (place !== "") yield [place, by(value)];
  if (isList(value)) {
    for (const [index, item] of value.entries()) {
      for (const [at, other] of replaced(item, by, `${place}[${index}]`)) yield [at, value.with(index, other)];
    }
  } else if (isMap(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      for (const [at, other] of replaced(member, by, `${place}.${name}`)) yield [at, { ...value, [name]: other }];
    }
  }
}

describe("What is not known yet", () => {
  let world: World;
  before(() => {
    world = new World();
  });
  after(() => world.stop());

  const refused = (type: string, news: PropertyMap): string => {
    const identity = { urn: `urn:pulumi:s::p::${type}::thing`, type, name: "thing" };
    const { failures } = world.provider.check(identity, { olds: {}, news, randomSeed: Buffer.from("test") });
    return failures.map(({ property, reason }) => `${property} ${reason}`).join("\n");
  };

  for (const { name, type, needs = [], inputs } of right) {
    it(`is refused in no part of ${name ?? `a right ${type}`}, and secrets are judged as what they are`, async () => {
      await world.need(needs);
      const given = decodeProperties(await world.fill(inputs), { assetsFrom: "/" });
      expect(refused(type, given)).to.equal("");
      const changed = [...replaced(given, () => UNKNOWN), ...replaced(given, (part) => new Secret(part))];
      for (const [place, value] of changed) {
        expect(refused(type, isMap(value) ? value : {}), place).to.equal("");
      }
    });
  }
});
