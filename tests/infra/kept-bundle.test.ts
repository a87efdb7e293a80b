import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keptBundle } from "../../infra/kept-bundle.ts";

describe("kept bundles", () => {
  let project = "";
  let made = 0;

  const bundle = (recipe = "recipe"): Promise<string> =>
    keptBundle(project, recipe, async () => {
      made += 1;
      return { text: `bundle ${made}`, inputs: ["a.ts", "b.ts"] };
    });

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "kept-bundle-"));
    made = 0;
    writeFileSync(join(project, "package-lock.json"), "{}");
    writeFileSync(join(project, "a.ts"), "a");
    writeFileSync(join(project, "b.ts"), "b");
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it("are used again while everything that went in is the same", async () => {
    expect([await bundle(), await bundle()]).to.deep.equal(["bundle 1", "bundle 1"]);
  });

  const changes: Readonly<Record<string, () => void>> = {
    "a file that went in holds something else": () => writeFileSync(join(project, "b.ts"), "c"),
    "text moved from one file to the next": () => {
      writeFileSync(join(project, "a.ts"), "ab");
      writeFileSync(join(project, "b.ts"), "");
    },
    "a file that went in has gone": () => rmSync(join(project, "a.ts")),
    "other packages are installed": () => writeFileSync(join(project, "package-lock.json"), '{"packages":{}}'),
    "nothing says which packages are installed": () => rmSync(join(project, "package-lock.json")),
  };
  for (const [name, change] of Object.entries(changes)) {
    it(`are made anew when ${name}`, async () => {
      await bundle();
      change();
      expect(await bundle()).to.equal("bundle 2");
    });
  }

  it("are made anew by another recipe, and both are kept", async () => {
    await bundle("one");
    await bundle("other");
    expect([await bundle("one"), await bundle("other")]).to.deep.equal(["bundle 1", "bundle 2"]);
  });
});
