/** `fetch` for a bad network: what was lost or refused for the moment is sent again, as the same request. */

export interface Patience {
  /** How often a request is sent at most. */
  attempts: number;
  /** After how many milliseconds without a whole answer it counts as lost. */
  timeout: number;
  /** The longest wait, in milliseconds, that an answer may ask for with Retry-After; past it the answer is given back. */
  longestWait: number;
  /** The first wait after something was lost, in milliseconds; each next one is twice as long. */
  firstWait: number;
}

export const PATIENCE: Patience = { attempts: 5, timeout: 15_000, longestWait: 30_000, firstWait: 250 };

/** Too many requests, and unavailable: Muse did nothing and says when to come again. */
const COME_AGAIN = new Set([429, 503]);

/**
 * A `fetch` that sends a request again where nothing came back, or where the answer is 429 or 503.
 *
 * A write may have been carried out although its answer was lost. It can be sent again because it bears an
 * Idempotency-Key, which all of its attempts share: they are clones of one request.
 */
export function patientFetch(patience: Partial<Patience> = {}): (request: Request) => Promise<Response> {
  const { attempts, timeout, longestWait, firstWait } = { ...PATIENCE, ...patience };
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= attempts;
      // Half of it by chance: phones that lost the same cell do not come back in step.
      const backOff = firstWait * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      try {
        const response = await wholeAnswer(request.clone(), timeout);
        if (isLast || !COME_AGAIN.has(response.status)) return response;
        const wait = retryAfter(response) ?? backOff;
        if (wait > longestWait) return response;
        await sleep(wait);
      } catch (lost) {
        if (isLast || request.signal.aborted) throw lost;
        await sleep(backOff);
      }
    }
  };
}

/** The milliseconds that an answer asks to wait, whether as seconds or as a date; undefined where it does not say. */
export function retryAfter(response: Response): number | undefined {
  const value = response.headers.get("Retry-After");
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** An answer whose body has arrived to its end; a network may break in the middle of it as well. */
async function wholeAnswer(request: Request, timeout: number): Promise<Response> {
  const lost = new AbortController();
  const give = (): void => lost.abort(request.signal.reason);
  const timer = setTimeout(() => lost.abort(new Error(`no answer within ${timeout} ms`)), timeout);
  request.signal.addEventListener("abort", give);
  try {
    const response = await fetch(request, { signal: lost.signal });
    await response.clone().arrayBuffer();
    return response;
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", give);
  }
}
