import type { Clock } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import {
  exchangeOverNetwork,
  type HttpExchange,
  type HttpLimits,
  type HttpRequest,
  type HttpResponse,
} from "./http-exchange.ts";

/** The servers outside of the runtime. */
export interface Outside {
  readonly exchange: HttpExchange;
  /** The clock that they live by: the machine's, whatever the runtime's is. */
  readonly clock: Clock;
}

/** The network. */
export function network(): Outside {
  return { exchange: exchangeOverNetwork, clock: realClock() };
}

/** An exchange that took too long. */
export class HttpTimeout extends Error {
  override readonly name = "HttpTimeout";

  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} seconds`);
  }
}

/** How long an exchange may take, besides its other limits. */
export interface TimedLimits extends HttpLimits {
  readonly milliseconds: number;
}

/**
 * One exchange within a time.
 *
 * @throws HttpTimeout when it is over; everything else as the exchange itself.
 */
export async function exchangeWithin(
  { exchange, clock }: Outside,
  request: HttpRequest,
  { milliseconds, signal, bytes }: TimedLimits,
): Promise<HttpResponse> {
  const late = new AbortController();
  const timer = clock.after(milliseconds, () => late.abort(new HttpTimeout(milliseconds)), "deadline");
  try {
    return await exchange(request, { bytes, signal: AbortSignal.any([signal, late.signal]) });
  } finally {
    timer.cancel();
  }
}
