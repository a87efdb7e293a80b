import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";

const FOLDER = join(import.meta.dirname, "refused");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));

/** What the compiler says, by file and line (the first line is 1). */
function compile(): ReadonlyMap<string, readonly { line: number; message: string }[]> {
  const program = ts.createProgram(
    FILES.map((name) => join(FOLDER, name)),
    {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      types: [],
    },
  );
  return new Map(
    FILES.map((name) => {
      const source = program.getSourceFile(join(FOLDER, name));
      return [
        name,
        program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => ({
          line: (source?.getLineAndCharacterOfPosition(start).line ?? -1) + 1,
          message: ts.flattenDiagnosticMessageText(messageText, "\n"),
        })),
      ];
    }),
  );
}

describe("typed ASL: what the compiler refuses", () => {
  let diagnostics: ReturnType<typeof compile>;
  before(() => {
    diagnostics = compile();
  });

  for (const name of FILES) {
    const lines = readFileSync(join(FOLDER, name), "utf8").split("\n");
    const expected = lines.flatMap((text, index) => {
      const message = /\/\/ refused: (.*)$/.exec(text)?.[1];
      return message === undefined ? [] : [{ line: index + 2, message }];
    });

    for (const { line, message } of expected) {
      it(`${name}:${line} ${message}`, () => {
        const found = diagnostics.get(name)?.filter((each) => each.line === line) ?? [];
        expect(found.map((each) => each.message).join("\n")).to.include(message);
      });
    }

    it(`${name} has no other mistakes`, () => {
      const others = diagnostics.get(name)?.filter((each) => !expected.some(({ line }) => line === each.line));
      expect(others).to.deep.equal([]);
    });
  }
});
