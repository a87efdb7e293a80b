import { expect } from "chai";
import { zipSync } from "fflate";
import type { JsonObject } from "../../../../local/json.ts";
import { plainMap } from "../../../../local/provider/values.ts";
import { World } from "./world.ts";

/** An archive of one file, as programs send it. */
function archive(text: string): JsonObject {
  return {
    "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
    assets: {
      "index.mjs": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text },
    },
  };
}

describe("A function whose program says what its code sums up to (codeSha256)", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());

  it("gets its code back when somebody else has uploaded another", async () => {
    const inputs = await world.fill({
      name: "notifier",
      role: "${role.arn}",
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: archive("export const handler = async () => 1;"),
    });
    const first = await world.make("mine", "aws:lambda/function:Function", inputs);
    const codeSha256 = String(plainMap(first.outputs)["codeSha256"]);
    const made = { ...first, inputs: world.check(first.identity, { ...inputs, codeSha256 }, first.inputs) };
    const file = zipSync({ "index.mjs": Buffer.from("export const handler = async () => 2;") });
    const ZipFile = Buffer.from(file).toString("base64");
    await world.call("lambda", "UpdateFunctionCode", { FunctionName: "notifier", ZipFile });
    const found = await world.provider.read(made.identity, made.id, made);
    if (found === undefined) throw new Error("it is gone");
    const request = { oldInputs: found.inputs, newInputs: made.inputs, ignoreChanges: [] };
    expect([...world.provider.diff(made.identity, request).differences.keys()]).to.deep.equal(["codeSha256"]);
    const updated = await world.provider.update(made.identity, found, found.inputs, made.inputs);
    expect(plainMap(updated.outputs)["codeSha256"]).to.equal(codeSha256);
  });
});
