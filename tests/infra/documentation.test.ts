import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const INFRA = join(import.meta.dirname, "../../infra");

/** The members of a file's args interfaces that stand without a comment. */
function undocumented(source: string): readonly string[] {
  return [...source.matchAll(/^export interface (\w*Args)\b.*\{\n([\s\S]*?)^\}/gm)].flatMap(([, name, body = ""]) =>
    [...body.matchAll(/(?<before>.*\n|^) {2}(?:readonly )?(?<member>\w+)\??:/g)].flatMap(({ groups }) =>
      groups?.["before"]?.trimEnd().endsWith("*/") ? [] : [`${name}.${groups?.["member"]}`],
    ),
  );
}

describe("The arguments of components and integrations", () => {
  for (const file of readdirSync(INFRA, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"))) {
    const source = readFileSync(join(INFRA, file), "utf8");
    if (!/^export interface \w*Args\b/m.test(source)) continue;
    it(`are documented one by one in infra/${file}`, () => {
      expect(undocumented(source)).to.deep.equal([]);
    });
  }

  it("are missed when they are not", () => {
    const source = "export interface AArgs {\n  /** Said. */\n  said: string;\n  unsaid?: { b: string };\n}\n";
    expect(undocumented(source)).to.deep.equal(["AArgs.unsaid"]);
  });
});
