import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { type Decision, decidePayment, isCardNumber, type Payment } from "../../functions/decide-payment.ts";
import { type PaymentPorts, paymentMessage, processPayment, type Waiting } from "../../functions/process-payment.ts";

interface Case {
  readonly name: string;
  readonly payment: Payment;
  readonly cause: string | null;
}

const CASES: readonly Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../cases/payments/decisions.json"), "utf8"),
);
const NOW = new Date("2025-06-30T23:59:59Z");
const never = () => {
  throw new Error("nothing here is decided by chance");
};

describe("deciding payments", () => {
  for (const { name, payment, cause } of CASES) {
    it(`${name}: ${cause ?? "approved"}`, () => {
      const expected: Decision = cause === null ? { approved: true } : { approved: false, cause };
      expect(decidePayment(payment, "validate", NOW, never)).to.deep.equal(expected);
    });
  }

  it("follows the configuration", () => {
    expect(decidePayment({}, "approve", NOW, never).approved).to.equal(true);
    expect(decidePayment({}, "decline", NOW, never).approved).to.equal(false);
    expect(decidePayment({}, "random", NOW, () => 0.1).approved).to.equal(true);
    expect(decidePayment({}, "random", NOW, () => 0.9)).to.deep.equal({
      approved: false,
      cause: "Invalid Credit Card",
    });
  });

  it("never repeats in a cause what it was given", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 12, maxLength: 19 });
    fc.assert(
      fc.property(digits, fc.constantFrom("12/30", "01/20"), digits, (creditCardNumber, expiry, cvv) => {
        const decision = decidePayment({ amount: 1, creditCardNumber, expiry, cvv }, "validate", NOW, never);
        expect(JSON.stringify(decision)).not.to.match(/\d{3}/);
      }),
    );
  });

  it("finds any single wrong digit", () => {
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (position, by) => {
        const number = [..."4242424242424242"];
        number[position] = String((Number(number[position]) + by) % 10);
        expect(isCardNumber(number.join(""))).to.equal(false);
      }),
    );
  });
});

/** A payment service in memory. */
function service(waiting: Waiting = "waiting", decision: Decision = { approved: true }) {
  const charges = new Map<string, Decision>();
  const answers: string[] = [];
  const log: string[] = [];
  const ports: PaymentPorts = {
    heartbeat: async () => waiting,
    decide: () => decision,
    chargeOnce: async (paymentId, _orderId, first) => {
      const counts = charges.get(paymentId) ?? first;
      charges.set(paymentId, counts);
      return counts;
    },
    succeed: async (_taskToken, output) => {
      answers.push(JSON.stringify(output));
      return waiting;
    },
    fail: async (_taskToken, error, cause) => {
      answers.push(`${error}: ${cause}`);
      return waiting;
    },
    log: (message) => void log.push(message),
  };
  return { ports, charges, answers, log };
}

const MESSAGE = {
  taskToken: "token",
  payment: { orderId: "1234567", creditCardNumber: "4242424242424242", cvv: "987" },
};

describe("processing payments", () => {
  it("answers success", async () => {
    const { ports, answers } = service();
    await processPayment(MESSAGE, ports);
    expect(JSON.parse(answers[0] ?? "")).to.include({ orderId: "1234567", status: "CHARGED" });
  });

  it("answers failure as reference 004 does", async () => {
    const { ports, answers } = service("waiting", { approved: false, cause: "Invalid Credit Card" });
    await processPayment(MESSAGE, ports);
    expect(answers).to.deep.equal(["Failed to process payment: Invalid Credit Card"]);
  });

  it("charges once when the message comes twice, and answers twice", async () => {
    const { ports, charges, answers } = service();
    await processPayment(MESSAGE, ports);
    await processPayment(MESSAGE, { ...ports, decide: () => ({ approved: false, cause: "changed my mind" }) });
    expect(charges.size).to.equal(1);
    expect(answers[1]).to.equal(answers[0]);
  });

  it("charges nothing when nobody waits any longer", async () => {
    const { ports, charges, answers } = service("gone");
    await processPayment(MESSAGE, ports);
    expect([charges.size, answers.length]).to.deep.equal([0, 0]);
  });

  it("logs neither card nor CVV nor token", async () => {
    for (const decision of [{ approved: true }, { approved: false, cause: "Invalid Credit Card" }] as const) {
      const { ports, log } = service("waiting", decision);
      await processPayment(MESSAGE, ports);
      expect(log.join()).not.to.match(/4242|987|"token"/);
    }
  });

  it("says what is wrong with a message without quoting it", () => {
    for (const body of [
      "4242424242424242 and no JSON",
      '{"payment":{"creditCardNumber":"4242424242424242"}}',
      '{"taskToken":"t","payment":"4242"}',
    ]) {
      expect(() => paymentMessage(body)).to.throw(/^the message/);
      expect(() => paymentMessage(body)).not.to.throw(/4242/);
    }
  });
});
