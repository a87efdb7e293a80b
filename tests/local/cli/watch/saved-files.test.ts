import { mkdtempSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
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

  it("are one batch when a file is renamed", async function () {
    // A machine that halts between the two events makes two batches of them.
    this.retries(3);
    save("before.ts", "");
    const files = await savedFiles({ directory, except: [], clock: realClock(), onError: expect.fail });
    renameSync(join(directory, "before.ts"), join(directory, "after.ts"));
    expect(await files.next()).to.deep.equal(["after.ts", "before.ts"]);
    await files.close();
  });
});
