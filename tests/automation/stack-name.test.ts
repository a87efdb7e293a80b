import { expect } from "chai";
import fc from "fast-check";
import { isEphemeralName, type NameSource, stackName } from "../../automation/stack-name.ts";

const source = fc.record({
  pullRequest: fc.option(fc.nat().map(String), { nil: undefined }),
  run: fc.option(fc.string(), { nil: undefined }),
  repository: fc.string(),
  branch: fc.string({ unit: "binary" }),
  owner: fc.string(),
  unique: fc.option(fc.string(), { nil: undefined }),
}) satisfies fc.Arbitrary<NameSource>;

const BRANCH: NameSource = { repository: "acme/orders", branch: "feature/Faster Pizza!", owner: "ada@desk" };

/** What a name stands for: two runs that agree in this are to share a stack. */
function identity({ unique, pullRequest, run, repository, branch, owner }: NameSource): readonly unknown[] {
  if (unique !== undefined) return ["unique", repository, branch, owner, unique];
  if (pullRequest !== undefined) return ["pr", repository, pullRequest];
  if (run !== undefined) return ["run", repository, run];
  return ["branch", repository, branch, owner];
}

describe("names of ephemeral stacks", () => {
  it("are legal and short, whatever branches are called", () => {
    fc.assert(
      fc.property(source, (each) => {
        const name = stackName(each);
        expect(name).to.match(/^[a-z0-9][a-z0-9-]{0,35}$/);
        expect(isEphemeralName(name)).to.equal(true);
      }),
    );
  });

  it("are the same for the same, and different for the different", () => {
    fc.assert(
      fc.property(source, source, (one, other) => {
        const same = JSON.stringify(identity(one)) === JSON.stringify(identity(other));
        expect(stackName(one) === stackName(other)).to.equal(same);
      }),
    );
  });

  it("tell people what they stand for", () => {
    expect(stackName(BRANCH)).to.match(/^br-feature-faster-pizza-[a-z0-9]{7}$/);
    expect(stackName({ ...BRANCH, pullRequest: "42" })).to.match(/^pr-42-[a-z0-9]{7}$/);
    expect(stackName({ ...BRANCH, run: "123-1" })).to.match(/^run-123-1-[a-z0-9]{7}$/);
    expect(stackName({ ...BRANCH, unique: "x" })).to.match(/^test-feature-faster-pizza-[a-z0-9]{7}$/);
  });

  it("keep the branches of two people and of two repositories apart, and branches that only look alike", () => {
    const names = [
      BRANCH,
      { ...BRANCH, owner: "bob@desk" },
      { ...BRANCH, repository: "acme/other" },
      { ...BRANCH, branch: "feature/faster-pizza" },
    ].map(stackName);
    expect(new Set(names).size).to.equal(4);
  });

  it("are the same for all runs of a pull request, whoever pushes to it", () => {
    const one = stackName({ ...BRANCH, pullRequest: "7", run: "1-1" });
    expect(stackName({ ...BRANCH, pullRequest: "7", run: "2-1", owner: "bob", branch: "main" })).to.equal(one);
  });

  for (const name of ["dev", "production", "pr-42", "br-main-", "main-abc1234", "test--abc1234"]) {
    it(`do not claim ${name}`, () => {
      expect(isEphemeralName(name)).to.equal(false);
    });
  }
});
