import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { plainMap } from "../../../../local/provider/values.ts";
import { World } from "./world.ts";

/** A resource of a type, with no more than it needs. */
interface Life {
  readonly type: string;
  readonly needs?: readonly string[];
  readonly inputs: JsonObject;
}

const folder = new URL("../../../cases/provider/resources/", import.meta.url);
const lives: readonly Life[] = readdirSync(folder)
  .filter((file) => file !== "fixtures.json")
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Life[]);

const require = createRequire(import.meta.url);

/** The properties of which the class of `@pulumi/aws` says that they have a value; blocks are absent when nothing is set. */
function promised(type: string): readonly string[] {
  const [, path = ""] = /^aws:([^:]+):/.exec(type) ?? [];
  const declaration = readFileSync(require.resolve(`@pulumi/aws/${path}`).replace(/\.js$/, ".d.ts"), "utf8");
  const [, body = ""] = /export declare class .*?\{(.*?)\n\}/s.exec(declaration) ?? [];
  return [...body.matchAll(/^ {4}readonly (\w+): pulumi\.Output<([^;]+)>;$/gm)].flatMap(([, name = "", of = ""]) =>
    /\bundefined\b|^outputs\.[\w.]+$/.test(of) ? [] : [name],
  );
}

describe("What the SDK promises of a resource", () => {
  for (const { type, needs = [], inputs } of lives) {
    it(`is there once it is made, and after a refresh: ${type}`, async () => {
      const world = new World();
      await world.need(needs);
      const made = await world.make("mine", type, await world.fill(inputs));
      const read = await world.provider.read(made.identity, made.id, made);
      const names = promised(type);
      expect(names).not.to.deep.equal([]);
      for (const { outputs } of [made, read ?? made]) expect(plainMap(outputs)).to.include.all.keys(...names);
      await world.stop();
    });
  }

  it("is the provider's own answer where SQS has none", async () => {
    const world = new World();
    const { outputs } = await world.make("mine", "aws:sqs/queue:Queue", {});
    expect(plainMap(outputs)).to.deep.include({ kmsDataKeyReusePeriodSeconds: 300, namePrefix: "", redrivePolicy: "" });
    await world.stop();
  });
});
