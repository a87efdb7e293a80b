import { expect } from "chai";
import { programMessage } from "../../../../local/engine/program/program-message.ts";

describe("What a program's failure says", () => {
  it("names the fault, not the way of the value that it was found in", () => {
    const message =
      'error serializing property "outputs": error serializing property "code": functions/echo.ts cannot be bundled:\n' +
      '  functions/echo.ts:46:19: Expected identifier but found "{"';
    expect(programMessage(message)).to.equal(
      'functions/echo.ts cannot be bundled:\n  functions/echo.ts:46:19: Expected identifier but found "{"',
    );
  });

  it("names it also where the SDK shows the error with its name", () => {
    const way = 'error serializing property "policy": '.repeat(20);
    expect(programMessage(`Error: ${way}aws:region is wrong`)).to.equal("aws:region is wrong");
  });

  it("leaves out what Node.js shows of its errors twice", () => {
    const message =
      "Error: ENOENT: no such file or directory, realpath '/program/nope.ts'\n" +
      "    at async realpath (node:internal/fs/promises:1:2) {\n" +
      "  errno: -2,\n  code: 'ENOENT',\n  syscall: 'realpath',\n  path: '/program/nope.ts'\n}";
    expect(programMessage(message)).to.equal("Error: ENOENT: no such file or directory, realpath '/program/nope.ts'");
  });

  it("keeps such words where the program says them itself", () => {
    const message = 'cannot go on: error serializing property "code": no';
    expect(programMessage(message)).to.equal(message);
  });
});
