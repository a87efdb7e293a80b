import { expect } from "chai";
import { programMessage } from "../../../local/engine/program/program-message.ts";
import { remoteComponentRefusal } from "../../../local/engine/remote-component.ts";
import { createUrn, nameOf, parseProviderReference, qualifiedTypeOf, typeOf } from "../../../local/engine/state/urn.ts";
import { ignoreChanges } from "../../../local/engine/steps/ignore-changes.ts";
import { Secret } from "../../../local/provider/values.ts";

describe("URNs", () => {
  const base = { stack: "dev", project: "shop" };

  it("have the chain of parent types, without the stack", () => {
    const stack = createUrn({ ...base, parent: "", type: "pulumi:pulumi:Stack", name: "shop-dev" });
    const component = createUrn({ ...base, parent: stack, type: "shop:index:Orders", name: "orders" });
    const table = createUrn({ ...base, parent: component, type: "aws:dynamodb/table:Table", name: "a::b" });
    expect(component).to.equal("urn:pulumi:dev::shop::shop:index:Orders::orders");
    expect(table).to.equal("urn:pulumi:dev::shop::shop:index:Orders$aws:dynamodb/table:Table::a::b");
    expect(typeOf(table)).to.equal("aws:dynamodb/table:Table");
    expect(qualifiedTypeOf(table)).to.equal("shop:index:Orders$aws:dynamodb/table:Table");
    expect(nameOf(table)).to.equal("a::b");
    expect(parseProviderReference(`${table}::id-1`)).to.deep.equal({ urn: table, id: "id-1" });
  });
});

describe("ignoreChanges", () => {
  const olds = {
    a: 1,
    tags: { x: "old", z: "only old" },
    list: [
      { n: 1, m: 1 },
      { n: 2, m: 2 },
    ],
  };
  const news = {
    a: 2,
    tags: { x: "new", y: "only new" },
    list: [
      { n: 3, m: 3 },
      { n: 4, m: 4 },
    ],
    b: 1,
  };
  const cases: readonly [path: string, expected: object][] = [
    ["a", { ...news, a: 1 }],
    ["b", { a: 2, tags: news.tags, list: news.list }],
    ["tags", { ...news, tags: olds.tags }],
    ["tags.x", { ...news, tags: { x: "old", y: "only new" } }],
    ['tags["z"]', { ...news, tags: { ...news.tags, z: "only old" } }],
    ["tags.*", { ...news, tags: olds.tags }],
    [
      "list[0].n",
      {
        ...news,
        list: [
          { n: 1, m: 3 },
          { n: 4, m: 4 },
        ],
      },
    ],
    [
      "list[*].n",
      {
        ...news,
        list: [
          { n: 1, m: 3 },
          { n: 2, m: 4 },
        ],
      },
    ],
    ["nothing.here", news],
    ["a[", news],
    ["list[7]", news],
    ["tags.x.deeper", news],
    ["list[*]", { ...news, list: olds.list }],
  ];
  for (const [path, expected] of cases) {
    it(`keeps ${path} as it was`, () => {
      expect(ignoreChanges(news, olds, [path])).to.deep.equal(expected);
    });
  }
});

describe("ignoreChanges of a path of which a part is missing", () => {
  const olds = { a: { b: 1 }, list: [1, 2], text: "x", both: { one: { n: 1 }, two: { n: 2 } } };
  const news = { list: [1], text: { x: 1 }, both: { one: { n: 3 } } };
  for (const path of ["a.b", "list[1]", "list[*]", "text.x.y", "both.*.n", "text[0]"]) {
    const isRefused = path !== "text[0]";
    it(`${isRefused ? "is refused" : "is nothing on both sides"}: ${path}`, () => {
      const message =
        "cannot ignore changes to the following properties because one or more elements of the path are missing: " +
        `"${path}, list[1]"`;
      const work = () => ignoreChanges(news, olds, isRefused ? [path, "list[1]"] : [path]);
      if (isRefused) expect(work).to.throw(message);
      else expect(work()).to.deep.equal(news);
    });
  }

  it("keeps secret what was in a secret, and what is put into one", () => {
    const secret = { tags: new Secret({ a: "old", b: "old" }) };
    const bare = { tags: { a: "new", b: "new" } };
    expect(ignoreChanges(bare, secret, ["tags.a"])).to.deep.equal({ tags: { a: new Secret("old"), b: "new" } });
    expect(ignoreChanges({ tags: new Secret(bare.tags) }, { tags: { a: "old" } }, ["tags.a"])).to.deep.equal({
      tags: new Secret({ a: "old", b: "new" }),
    });
  });
});

describe("A component that a plugin would make", () => {
  const stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
  const base = { stack: "dev", project: "shop" };
  const audit = createUrn({ ...base, parent: stack, type: "shop:index:Audit", name: "audit" });
  const trail = createUrn({ ...base, parent: audit, type: "awsx:cloudtrail:Trail", name: "audit-trail" });

  it("is refused in one sentence with its type and the flag that brought it", () => {
    expect(remoteComponentRefusal(trail, "shop", { "shop:edge": "true", "shop:audit": "true" })).to.equal(
      "components of the package awsx are made by its plugin, which the local runtime does not start, so " +
        "awsx:cloudtrail:Trail deploys to AWS only: set audit=false to run locally",
    );
  });

  it("names no flag that is off, of another project, or has nothing to do with it", () => {
    const configuration = { "shop:edge": "true", "shop:audit": "false", "other:audit": "true" };
    expect(remoteComponentRefusal(trail, "shop", configuration)).to.match(
      /: leave it out of local runs by configuration$/,
    );
  });
});

describe("What a program's failure says", () => {
  it("is the message and the program's own places", () => {
    const message = [
      "Running program '/program/index.ts' failed with an unhandled exception:",
      "\u001b[36m<ref *1>\u001b[39m Error: no such thing",
      "    at build (file:///program/infra/bundle.ts:10:5)",
      "\u001b[90m    at async node:internal/process/task_queues:104:5\u001b[39m",
      "    at run (/program/node_modules/@pulumi/cmd/run.js:1:1) {",
      "  promise: Promise { <rejected> [Circular *1] }",
      "}",
    ].join("\n");
    expect(programMessage(message)).to.equal(
      "Error: no such thing\n    at build (file:///program/infra/bundle.ts:10:5)",
    );
  });
});
