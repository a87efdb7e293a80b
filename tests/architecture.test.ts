import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect } from "chai";

const ROOT = join(import.meta.dirname, "..");

/** The most lines of a file that people are meant to read; types and tables of data may be longer. */
const LONGEST_FILE = 300;
const LONGEST_DATA_FILE = 400;
const LONGEST_TEST = 500;

/** Folder → what it may import of ours besides itself. Whether a run is local is nobody's business but the engine's. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  statemachines: [],
  functions: [],
  infra: ["statemachines"],
  "index.ts": ["infra", "statemachines"],
  local: ["statemachines/asl"],
  automation: ["local/host", "local/engine/program/deferred-packages.ts"],
};

/** Packages that a folder must not import: its code runs where they are not. */
const MUST_NOT_IMPORT: Readonly<Record<string, RegExp>> = {
  statemachines: /^@pulumi\//,
  functions: /^@pulumi\//,
  local: /^@pulumi\/(aws|awsx)/,
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && exists(file));

function exists(file: string): boolean {
  try {
    readFileSync(join(ROOT, file));
    return true;
  } catch {
    return false;
  }
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s+"([^"]+)"|\bimport\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g,
  );
  return [...found].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    return { file, target: specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier };
  });
}

const roomOf = (path: string): string => path.split("/")[0] ?? path;
const isOurs = (target: string): boolean => files.includes(target);

describe("the architecture", () => {
  const imports = files.filter((file) => !file.startsWith("tests/")).flatMap(importsOf);

  it("lets every folder import only what lies below it", () => {
    const wrong = imports.filter(({ file, target }) => {
      if (!isOurs(target) || roomOf(target) === roomOf(file)) return false;
      const allowed = MAY_IMPORT[roomOf(file)] ?? [];
      return !allowed.some((room) => target === room || target.startsWith(`${room}/`));
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it("keeps packages out of where they cannot run", () => {
    const wrong = imports.filter(({ file, target }) => MUST_NOT_IMPORT[roomOf(file)]?.test(target) === true);
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it("imports nothing of the tests, and no file that is not there", () => {
    const wrong = imports.filter(
      ({ target }) =>
        target.startsWith("tests/") || (target.endsWith(".ts") && !isOurs(target) && !target.startsWith("@")),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it("has no file that is too long to read", () => {
    const long = files.flatMap((file) => {
      const lines = readFileSync(join(ROOT, file), "utf8").split("\n").length - 1;
      const most = file.startsWith("tests/") ? LONGEST_TEST : isData(file) ? LONGEST_DATA_FILE : LONGEST_FILE;
      return lines > most ? [`${file}: ${lines}`] : [];
    });
    expect(long).to.deep.equal([]);
  });

  it("names its files in kebab case", () => {
    const wrong = files.filter((file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9.-]+\.ts$/.test(file));
    expect(wrong).to.deep.equal([]);
  });

  it("takes time and randomness from the environment, not from the machine", () => {
    const edges =
      /^local\/(clock|ids\.ts|cli|engine|endpoint|host|lambda\/runtime|launch|storage\.ts|runtime\.ts|main\.ts|provider-main\.ts)/;
    const wrong = files
      .filter((file) => file.startsWith("local/") && !edges.test(file))
      .filter((file) => /\b(Date\.now\(|Math\.random\(|setTimeout\(|setInterval\(|randomUUID\()/.test(code(file)));
    expect(wrong).to.deep.equal([]);
  });
});

/** Files that are tables and types rather than code. */
function isData(file: string): boolean {
  return /(types?|shapes|texts|wire|definition)\.ts$/.test(file);
}

/** A file without its comments. */
function code(file: string): string {
  return readFileSync(join(ROOT, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}
