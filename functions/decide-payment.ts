/** How the function decides. */
export type PaymentOutcome = "validate" | "random" | "approve" | "decline";

/** A decision about a payment. */
export type Decision = { readonly approved: true } | { readonly approved: false; readonly cause: string };

/** What a payment may hold; all of it comes from outside and is checked before it is believed. */
export interface Payment {
  readonly orderId?: unknown;
  readonly amount?: unknown;
  /** What stands for a card that somebody else keeps; the WebSocket route takes nothing else. */
  readonly paymentToken?: unknown;
  readonly creditCardNumber?: unknown;
  /** `MM/YY`, good until the month's end. */
  readonly expiry?: unknown;
  readonly cvv?: unknown;
}

const declined = (cause: string): Decision => ({ approved: false, cause });

/**
 * Decides about a payment. The causes say what is wrong and never what was given.
 *
 * @param now - Today, for the expiry.
 * @param random - A number from 0 to 1, for `random`.
 */
export function decidePayment(payment: Payment, outcome: PaymentOutcome, now: Date, random: () => number): Decision {
  switch (outcome) {
    case "approve":
      return { approved: true };
    case "decline":
      return declined("Payment declined");
    case "random":
      return random() < 0.5 ? { approved: true } : declined("Invalid Credit Card");
    case "validate":
      return validate(payment, now);
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

function validate(payment: Payment, now: Date): Decision {
  const means = payment.paymentToken === undefined ? checkCard(payment, now) : checkToken(payment.paymentToken);
  if (!means.approved) return means;
  const { amount } = payment;
  return typeof amount === "number" && Number.isFinite(amount) && amount > 0
    ? { approved: true }
    : declined("Invalid Amount");
}

/** Tokens begin with `tok_`; `tok_declined` is the one that every test system has for a card without money. */
function checkToken(token: unknown): Decision {
  if (typeof token !== "string" || !/^tok_\w{1,64}$/.test(token)) return declined("Invalid Payment Token");
  return token === "tok_declined" ? declined("Card Declined") : { approved: true };
}

function checkCard({ creditCardNumber, expiry, cvv }: Payment, now: Date): Decision {
  if (typeof creditCardNumber !== "string" || !isCardNumber(creditCardNumber)) return declined("Invalid Credit Card");
  if (typeof expiry !== "string" || !isInFuture(expiry, now)) return declined("Expired Credit Card");
  return typeof cvv === "string" && /^\d{3,4}$/.test(cvv) ? { approved: true } : declined("Invalid CVV");
}

/** 12 to 19 digits, in groups or not, that pass Luhn's check. */
export function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, "");
  if (!/^\d{12,19}$/.test(digits) || /^0+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isInFuture(expiry: string, now: Date): boolean {
  const [, month, year] = /^(0[1-9]|1[0-2])\/(\d{2})$/.exec(expiry) ?? [];
  if (month === undefined || year === undefined) return false;
  // The first moment of the month after the one on the card.
  return Date.UTC(2000 + Number(year), Number(month)) > now.getTime();
}
