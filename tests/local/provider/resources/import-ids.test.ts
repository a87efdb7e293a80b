import { readFileSync } from "node:fs";
import { expect } from "chai";
import { World } from "./world.ts";

/** An id by which nothing is imported. */
interface Case {
  readonly name: string;
  readonly type: string;
  readonly id: string;
  /** The form that is asked for instead; without it there is just nothing of that id. */
  readonly form?: string;
  readonly needs?: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../cases/provider/import-ids.json", import.meta.url), "utf8"),
);

describe("An import", () => {
  for (const { name, type, id, form, needs } of cases) {
    it(`does not take ${name}`, async () => {
      const world = new World();
      try {
        await world.need(needs ?? []);
        const found = await world.provider.read({ urn: "urn", type, name: "mine" }, id).catch(String);
        if (form === undefined) expect(found).to.equal(undefined);
        else expect(found).to.include(`"${id}" does not lead to a resource of the type ${type}`).and.include(form);
      } finally {
        await world.stop();
      }
    });
  }
});
