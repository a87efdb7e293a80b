import { once } from "node:events";
import { Readable } from "node:stream";
import { expect } from "chai";
import { eachLine } from "../../../../local/engine/program/each-line.ts";

/** The lines of a text that comes in these chunks. */
async function linesOf(chunks: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  eachLine(stream, (line) => lines.push(line));
  await once(stream, "end");
  return lines;
}

describe("The lines that a program prints", () => {
  it("are put together from chunks", async () => {
    expect(await linesOf(["a", "b\nc\r", "\n\nd", "e"])).to.deep.equal(["ab", "c", "", "de"]);
    expect(await linesOf(["a\n"])).to.deep.equal(["a"]);
    expect(await linesOf([])).to.deep.equal([]);
  });

  it("may be very long", async () => {
    // Looking through the whole line with each chunk would take minutes.
    const chunks = Array.from({ length: 20_000 }, () => "x".repeat(4096));
    expect((await linesOf(chunks))[0]).to.have.length(20_000 * 4096);
  });
});
