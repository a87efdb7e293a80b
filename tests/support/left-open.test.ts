import { once } from "node:events";
import { createServer } from "node:net";
import { expect } from "chai";
import { onceClosed } from "./left-open.ts";

describe("what a file of tests leaves open", () => {
  it("is told by its kind, and is nothing once that is closed", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const before = process.getActiveResourcesInfo().filter((kind) => kind !== "TCPServerWrap");
      const left = (patience: number) => new Promise((resolve) => onceClosed(before, patience, resolve));
      expect(await left(0)).to.deep.equal(["TCPServerWrap"]);
      server.close();
      expect(await left(5000)).to.deep.equal([]);
    } finally {
      server.close();
    }
  });
});
