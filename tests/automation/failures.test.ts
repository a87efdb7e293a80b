import { CommandError } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { EXIT } from "../../automation/exit-codes.ts";
import { Failure, failureOf } from "../../automation/failures.ts";

/** An error as the Automation API makes it of a CLI that has failed. */
function commandError(stderr: string): CommandError {
  const text = `code: -2\n stdout: \n stderr: Command failed with exit code 4: /x/bin/pulumi up\n${stderr}\n err?: \n`;
  return Object.assign(Object.create(CommandError.prototype) as CommandError, { message: text });
}

describe("errors of the Automation API", () => {
  it("are the CLI's own sentence, without the rest of what the process printed", () => {
    const { message, exitCode } = failureOf(
      commandError("Updating (x):\n + a b created\nerror: incorrect passphrase"),
      2,
    );
    expect(message).to.equal("incorrect passphrase");
    expect(exitCode).to.equal(EXIT.deployment);
  });

  it("are told once, although some CLIs repeat themselves", () => {
    expect(failureOf(commandError("error: no\nerror: no\nerror: update failed"), 2).message).to.equal("no");
  });

  it("are at least that the update failed", () => {
    expect(failureOf(commandError("error: update failed"), 2).message).to.equal("update failed");
    expect(failureOf(commandError(""), 2).message).to.equal("The Pulumi CLI failed without saying why.");
  });

  it("say that the CLI could not be started", () => {
    const { message } = failureOf(commandError("Command failed with EACCES: pulumi version\nspawn pulumi EACCES"), 1);
    expect(message).to.equal("The Pulumi CLI did not start: spawn pulumi EACCES.");
  });

  for (const broken of ["panic: runtime error: index out of range", "SyntaxError: Unexpected end of input"]) {
    it(`say how the CLI broke down: ${broken}`, () => {
      const { message } = failureOf(commandError(`goroutine 1\n${broken}\n    at x.ts:1:2`), 1);
      expect(message).to.equal(`The Pulumi CLI broke down: ${broken}`);
    });
  }

  it("are left alone when they have been told already", () => {
    const failure = new Failure("x", EXIT.tests);
    expect(failureOf(failure, EXIT.cleanup)).to.equal(failure);
  });
});
