import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Config, runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { readSettings } from "../../infra/settings.ts";

const ROOT = join(import.meta.dirname, "../..");

// The package brings no types of its own.
const yaml: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");

interface Declaration {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
}

interface Project {
  readonly name: string;
  readonly runtime: { readonly name: string; readonly options: { readonly nodeargs: string } };
  readonly main: string;
  readonly config?: Readonly<Record<string, Declaration>>;
  readonly template?: { readonly config: Readonly<Record<string, { default?: unknown; description?: string }>> };
}

function read(file: string): Project {
  return yaml.load(readFileSync(join(ROOT, file), "utf8")) as Project;
}

/** What the CLI would refuse a default for (`ValidateConfigValue` in pulumi/pulumi sdk/go/common/workspace/project.go). */
function isOfType(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case undefined:
      return true;
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    default:
      return false;
  }
}

function settingsOf(values: Readonly<Record<string, string>>) {
  runtime.setAllConfig({ ...values }, []);
  return readSettings(new Config("websocket-orders"));
}

// The rules: pulumi/pulumi sdk/go/common/workspace/{project.json,project.go}, and parseOptions in
// sdk/nodejs/cmd/pulumi-language-nodejs/main.go.
describe("what the Pulumi CLI reads", () => {
  for (const file of ["Pulumi.yaml", "infra/bootstrap/Pulumi.yaml"]) {
    describe(file, () => {
      const project = read(file);

      it("has what a project may have", () => {
        expect(["name", "description", "runtime", "main", "config", "template"]).to.include.members(
          Object.keys(project),
        );
        expect(project.name).to.match(/^[A-Za-z0-9_.-]{1,100}$/);
        // No ts-node, which would compile what Node.js strips; and no question for the package manager in `pulumi new`.
        const { nodeargs, ...options } = project.runtime.options;
        expect(options).to.deep.equal({ typescript: false, packagemanager: "npm" });
        expect(project.main).to.equal("index.ts");
        const [, check = ""] = nodeargs.split(" ");
        for (const script of [project.main, check]) readFileSync(join(ROOT, file, "..", script));
      });

      it("declares configuration with types that there are, and with defaults of these", () => {
        for (const [key, declaration] of Object.entries(project.config ?? {})) {
          expect(key).to.match(/^\w+$/);
          expect(["type", "default", "description"], key).to.include.members(Object.keys(declaration));
          expect(declaration.default, `${key}: without a default, every stack has to set it`).not.to.equal(undefined);
          expect(isOfType(declaration.type, declaration.default), key).to.equal(true);
        }
      });

      it("asks in a new project for the new project's keys, with what is the default anyway", () => {
        for (const [key, asked] of Object.entries(project.template?.config ?? {})) {
          expect(asked.default, key).to.be.a("string");
          if (key === "aws:region") continue;
          // A key with this project's name would be another namespace's in the new project.
          expect(project.config?.[key]?.default, key).to.equal(asked.default);
        }
      });
    });
  }

  it("declares each setting, with its default", () => {
    const declared = Object.entries(read("Pulumi.yaml").config ?? {});
    // As the CLI passes defaults on: `createConfigValue` in sdk/go/common/workspace/config.go.
    const passed = Object.fromEntries(
      declared.map(([key, { default: value }]) => [`websocket-orders:${key}`, String(value)]),
    );
    expect(settingsOf(passed)).to.deep.equal(settingsOf({}));
    expect(declared.map(([key]) => key)).to.have.members([...Object.keys(settingsOf({})), "alarmEmail"]);
  });

  it("has a stack to begin with that says nothing but where", () => {
    expect(read("Pulumi.dev.yaml")).to.deep.equal({ config: { "aws:region": "us-east-1" } });
  });

  // `pulumi new` writes name and description into every file of a template (`transform` in
  // sdk/go/common/workspace/templates.go), into code as well.
  it("has no placeholder of templates where code means a variable", () => {
    const placeholders = ["PROJECT", "DESCRIPTION"].flatMap((name) => ["-e", `\${${name}}`]);
    const found = (): string =>
      execFileSync("git", ["grep", "--fixed-strings", "--name-only", ...placeholders], { cwd: ROOT, encoding: "utf8" });
    // It finds nothing: git ends with 1.
    expect(found).to.throw().with.property("status", 1);
  });
});
