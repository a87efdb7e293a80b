import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { savedFiles } from "../../../../local/cli/watch/saved-files.ts";
import { realClock } from "../../../../local/clock/real-clock.ts";

describe("Saved files", () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "saved-")));
  const save = (name: string, text: string): void => writeFileSync(join(directory, name), text);
  after(() => rmSync(directory, { recursive: true }));

  it("are not those that what is printed goes to: a line about a save would be the next save", async () => {
    save("run.txt", "");
    const files = await savedFiles({
      directory,
      except: [],
      printedTo: [statSync(join(directory, "run.txt"))],
      clock: realClock(),
      onError: expect.fail,
    });
    save("run.txt", "run.txt saved\n");
    save("index.ts", "");
    expect(await files.next()).to.deep.equal(["index.ts"]);
    await files.close();
  });
});
