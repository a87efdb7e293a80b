import { expect } from "chai";
import {
  isExpired,
  type Lifetime,
  lifetimeOf,
  lifetimeTags,
  parseTtl,
  resourceTags,
  shortSpan,
} from "../../automation/lifetime.ts";

const LIFETIME: Lifetime = {
  owner: "ada@desk",
  commit: "abc123",
  branch: "main",
  created: new Date("2026-11-21T10:00:00.000Z"),
  expires: new Date("2026-11-21T12:00:00.000Z"),
};
const COMMON = "owner=ada@desk,commit=abc123,created=2026-11-21T10:00:00.000Z";

describe("the life of an ephemeral stack", () => {
  for (const [text, minutes] of [
    ["90m", 90],
    ["2h", 120],
    ["30d", 43_200],
  ] as const) {
    it(`may be ${text}`, () => {
      expect(parseTtl(text)).to.equal(minutes * 60_000);
    });
  }
  for (const text of ["", "2", "0h", "-1h", "2w", "31d", "1.5h", "2 h", "9999999m"]) {
    it(`may not be ${JSON.stringify(text)}`, () => {
      expect(() => parseTtl(text)).to.throw("is no time:");
    });
  }

  it("is written on the stack and read back", () => {
    const tags = lifetimeTags(LIFETIME);
    expect(lifetimeOf({ ...tags, other: "tag" })).to.deep.equal(LIFETIME);
    for (const [name, value] of Object.entries(tags)) {
      expect(name).to.match(/^[a-zA-Z0-9-_.:]{1,40}$/);
      expect(value).to.match(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
    }
  });

  it("is written whole, whatever the owner and the branch are called", () => {
    const odd = { ...LIFETIME, owner: "Ada Lovelace <ada@desk>", branch: `fix/expires=never ${"x".repeat(300)}` };
    const tags = lifetimeTags(odd);
    expect(Object.keys(tags)).to.have.length(1);
    const read = lifetimeOf(tags);
    expect(read).to.deep.include({ expires: LIFETIME.expires, owner: "Ada-Lovelace--ada@desk-", commit: "abc123" });
    expect(read?.branch).to.match(/^fix\/expires=never-x+$/);
    expect(Object.values(tags)[0]).to.have.length(256);
  });

  it("is as short as Pulumi wants it, which counts bytes", () => {
    const tags = lifetimeTags({ ...LIFETIME, branch: "пицца🍕".repeat(40).replaceAll("🍕", "é") });
    expect(Buffer.byteLength(Object.values(tags)[0] ?? "")).to.be.within(250, 256);
    expect(Object.values(tags)[0]).to.not.include("\uFFFD");
    expect(lifetimeOf(tags)).to.deep.include({ expires: LIFETIME.expires, owner: LIFETIME.owner });
  });

  it("is nothing that other stacks have", () => {
    expect(lifetimeOf({})).to.equal(undefined);
    expect(lifetimeOf({ ephemeral: "expires=soon created=now" })).to.equal(undefined);
  });

  it("ends at its end", () => {
    expect(isExpired(LIFETIME, new Date("2026-11-21T11:59:59.999Z"))).to.equal(false);
    expect(isExpired(LIFETIME, LIFETIME.expires)).to.equal(true);
  });

  it("is on every resource as well, next to the person's own tags, which win", () => {
    expect(resourceTags(LIFETIME, undefined)).to.equal(COMMON);
    expect(resourceTags(LIFETIME, "team=a, owner=b")).to.equal(
      `${COMMON.replace("owner=ada@desk,", "")},team=a,owner=b`,
    );
    expect(JSON.parse(resourceTags(LIFETIME, '{"team":"a","owner":"b"}'))).to.deep.equal({
      commit: "abc123",
      created: "2026-11-21T10:00:00.000Z",
      owner: "b",
      team: "a",
    });
  });

  it("keeps what would end a tag out of it", () => {
    expect(resourceTags({ ...LIFETIME, owner: "a,b;c" }, undefined)).to.include("owner=a-b-c,");
  });

  it("is told in the largest unit", () => {
    expect([59_000, 3_599_000, 3_600_000, 90_000_000, -7_200_000].map(shortSpan)).to.deep.equal([
      "0 min",
      "59 min",
      "1 h",
      "1 d",
      "-2 h",
    ]);
  });
});
