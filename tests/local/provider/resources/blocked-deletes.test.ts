import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { World } from "./world.ts";

/** Something that cannot go while others stand on it. */
interface Case {
  readonly name: string;
  /** The fixture that is to go. */
  readonly blocked: string;
  /** Fixtures that stand in the way. */
  readonly by: readonly string[];
  /** Calls to AWS that put something in the way which Pulumi knows nothing of. */
  readonly calls?: readonly (readonly [service: string, operation: string, input: JsonObject])[];
  /** Part of what is said. */
  readonly reason: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../cases/provider/blocked-deletes.json", import.meta.url), "utf8"),
);

describe("A delete that AWS refuses", () => {
  for (const { name, blocked, by, calls, reason } of cases) {
    it(`says why: ${name}`, async () => {
      const world = new World();
      try {
        const made = await world.fixture(blocked);
        await world.need(by);
        for (const [service, operation, input] of calls ?? []) {
          await world.call(service, operation, await world.fill(input));
        }
        const answer = await world.provider.delete(made.identity, made).then(
          () => "it went",
          (error: Error) => error.message,
        );
        expect(answer).to.include(reason);
        expect(await world.provider.read(made.identity, made.id, made)).not.to.equal(undefined);
      } finally {
        await world.stop();
      }
    });
  }
});
