import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import { expect } from "chai";
import { userName } from "../../../local/host/user-name.ts";

const FILE = new URL("../../../local/host/user-name.ts", import.meta.url).href;
const NOBODY = 54_321;

describe("the user's name", () => {
  it("is what the system says", () => {
    expect(userName()).to.equal(userInfo().username);
  });

  it("is the number of a user without a name, as containers have them", function () {
    // Only root may be somebody else.
    if (process.getuid?.() !== 0) this.skip();
    const program = `import { userName } from ${JSON.stringify(FILE)}; process.setuid(${NOBODY}); console.log(userName());`;
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
    expect(said).to.equal(`uid-${NOBODY}\n`);
  });
});
