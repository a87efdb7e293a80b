import { expect } from "chai";
import { readable } from "../../local/log.ts";

describe("The log on a terminal", () => {
  it("shows what a client sent, and does not do what it orders", () => {
    const clipboard = "\u001b]52;c;cm0gLXJmIC8=\u0007";
    const msg = `no route for ${clipboard}\r\u009b2J\u007f\n\tat é ☕`;
    expect(readable(JSON.stringify({ level: 40, msg }))).to.equal(
      "warn  no route for \\u001b]52;c;cm0gLXJmIC8=\\u0007\\u000d\\u009b2J\\u007f\n\tat é ☕\n",
    );
  });
});
