import { expect } from "chai";
import { isObject } from "../../../../local/json.ts";
import { plainMap } from "../../../../local/provider/values.ts";
import { World } from "./world.ts";

const TYPE = "aws:lambda/function:Function";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Code as the SDK sends it. */
const code = (text: string) => ({
  [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
  assets: { "index.mjs": { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text } },
});

describe("A function that was imported", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());

  /** As `pulumi import` leaves it in the state, and as the program has it that it writes. */
  const imported = async () => {
    const given = { name: "cook", role: "${role.arn}", runtime: "nodejs24.x", handler: "index.handler" };
    const inputs = await world.fill({ ...given, code: code("export const handler = () => 1;") });
    const { identity, id } = await world.make("cook", TYPE, inputs);
    const found = await world.provider.read(identity, id);
    if (found === undefined) throw new Error("it is gone");
    return { identity, found, program: await world.fill(given) };
  };
  const codeOf = async (): Promise<unknown> => {
    const { Configuration: found } = await world.call("lambda", "GetFunction", { FunctionName: "cook" });
    return isObject(found) ? found["CodeSha256"] : undefined;
  };

  it("keeps the code that it has while the program does not say any", async () => {
    const { identity, found, program } = await imported();
    const before = await codeOf();
    const news = world.check(identity, { ...program, memorySize: 512 }, found.inputs);
    const updated = await world.provider.update(identity, found, found.inputs, news);
    expect(plainMap(updated.outputs)).to.include({ memorySize: 512 });
    expect(await codeOf())
      .to.be.a("string")
      .and.equal(before);
  });

  it("gets the code that the program says", async () => {
    const { identity, found, program } = await imported();
    const before = await codeOf();
    const news = world.check(identity, { ...program, code: code("export const handler = () => 2;") }, found.inputs);
    await world.provider.update(identity, found, found.inputs, news);
    expect(await codeOf())
      .to.be.a("string")
      .and.not.equal(before);
  });
});
