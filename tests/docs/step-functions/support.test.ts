import * as sdk from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Evidence, readCases } from "./evidence.ts";
import { stepFunctionsSupport } from "./markdown.ts";
import { operationSupport } from "./tables.ts";

describe("What Step Functions supports", () => {
  it("has a case, each and every thing", () => {
    const untested = stepFunctionsSupport().filter(({ cases, refused }) => cases === 0 && refused === undefined);
    expect(untested.map(({ group, name }) => `${group}: ${name}`)).to.deep.equal([]);
  });

  it("is every operation that the AWS SDK has", () => {
    const commands = Object.keys(sdk).filter((name) => /^[A-Z].+Command$/.test(name));
    const served = operationSupport(new Evidence(readCases())).map(({ name }) => `${name}Command`);
    expect(served.sort()).to.deep.equal(commands.sort());
  });
});
