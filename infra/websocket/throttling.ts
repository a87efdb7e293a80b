/** How many messages and handshakes are let through. */
export interface Throttling {
  /** Per second. */
  readonly rate: number;
  /** At once, beyond that. */
  readonly burst: number;
}

/** Where accounts have a quarter of what they have elsewhere. */
const SMALLER: ReadonlySet<string> = new Set(
  (
    "af-south-1 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 " +
    "eu-south-2 il-central-1 me-central-1 mx-central-1"
  ).split(" "),
);

/**
 * What an account has in a region, unless it asked for more. No stage may have more than its account.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html
 */
export function accountThrottling(region: string): Throttling {
  return SMALLER.has(region) ? { rate: 2500, burst: 1250 } : { rate: 10_000, burst: 5000 };
}
