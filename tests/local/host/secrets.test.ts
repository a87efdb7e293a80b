import { expect } from "chai";
import fc from "fast-check";
import { newEncryption, passphraseOf, SecretKey, unlock } from "../../../local/host/state/secrets.ts";

describe("the secrets of a stack", () => {
  const key = new SecretKey("open sesame", "c2FsdA==");

  it("come back as they were, and are never written twice alike", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const clean = text.toWellFormed();
        const [one, other] = [key.encrypt(clean), key.encrypt(clean)];
        expect(key.decrypt(one)).to.equal(clean);
        expect(one).to.not.equal(other);
      }),
    );
  });

  it("cannot be read with another passphrase, nor after somebody changed them", () => {
    const secret = key.encrypt("hunter2");
    expect(new SecretKey("open sesam", "c2FsdA==").tryDecrypt(secret)).to.equal(undefined);
    const [version, nonce, tag, body = ""] = secret.split(":");
    const changed = (body.startsWith("A") ? "B" : "A") + body.slice(1);
    expect(() => key.decrypt([version, nonce, tag, changed].join(":"))).to.throw("damaged");
    expect(key.tryDecrypt("v2:a:b:c")).to.equal(undefined);
  });

  it("need the passphrase that the stack was made with", () => {
    const encryption = newEncryption("open sesame");
    expect(unlock(encryption, "open sesame").encrypt("x")).to.match(/^v1:/);
    expect(() => unlock(encryption, "x")).to.throw("incorrect passphrase");
    expect(() => unlock(encryption, undefined)).to.throw("passphrase must be set with PULUMI_CONFIG_PASSPHRASE");
    expect(() => unlock(undefined, "open sesame")).to.throw("without a passphrase");
  });

  it("take the passphrase from where the CLI takes it; an empty one is one", () => {
    expect(passphraseOf({ PULUMI_CONFIG_PASSPHRASE: "" })).to.equal("");
    expect(passphraseOf({})).to.equal(undefined);
    expect(() => passphraseOf({ PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" })).to.throw("cannot be read");
  });
});
