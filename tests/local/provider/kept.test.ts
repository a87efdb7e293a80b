import { expect } from "chai";
import type { ResourceHandler, ResourceState } from "../../../local/provider/handler.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import { createRegistry } from "../../../local/provider/registry.ts";
import { memoryStorage, type Storage } from "../../../local/storage.ts";
import { testEnvironment } from "../../support/environment.ts";

describe("What the provider answers", () => {
  const type = "aws:sns/topic:Topic";
  const identity = { urn: "urn:pulumi:dev::orders::aws:sns/topic:Topic::told", type, name: "told" };
  const old = { id: "arn", outputs: { name: "told" } };

  for (const fails of [false, true]) {
    it(`is on disk before it is told${fails ? ", of what failed as well" : ""}`, async () => {
      let unwritten = 0;
      const storage: Storage = {
        ...memoryStorage(),
        flush: () => {
          unwritten = 0;
        },
      };
      const work = async (): Promise<ResourceState> => {
        unwritten++;
        if (fails) throw new Error("refused");
        return { id: "arn", outputs: { name: "told" } };
      };
      const handler: ResourceHandler = {
        type,
        create: work,
        read: async () => undefined,
        update: work,
        delete: async () => void (await work()),
      };
      const registry = createRegistry([{ handlers: [handler] }], []);
      const provider = createProvider(registry, testEnvironment({ storage })).configure({});
      const operations = [
        () => provider.create(identity, { name: "told" }),
        () => provider.update(identity, old, { name: "told" }, { name: "told", displayName: "x" }),
        () => provider.delete(identity, old),
      ];
      for (const operation of operations) {
        const told = await operation().then(
          () => "done",
          (error: Error) => error.message,
        );
        expect(told).to.equal(fails ? "refused" : "done");
        expect(unwritten).to.equal(0);
      }
    });
  }
});
