/**
 * A client of Muse's REST API. Its types are those of the OpenAPI document, its requests survive a phone's network.
 *
 *     const muse = museAt("https://muse.example", { token: () => token });
 *     const found = await settled(() => muse.GET("/api/v1/search", { params: { query: { q: "harbour" } } }));
 */

import createClient, { type Client } from "openapi-fetch";
import { patientFetch, retryAfter, sleep, type Patience } from "./network.js";
import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];
export type Muse = Client<paths>;

export interface Options {
  /** The bearer token, asked for with every request; undefined for a visitor. */
  token?: () => string | undefined;
  patience?: Partial<Patience>;
  /** A new key, different each time, for a write. */
  newKey?: () => string;
}

export function museAt(baseUrl: string, options: Options = {}): Muse {
  const { token = () => undefined, newKey = () => crypto.randomUUID(), patience } = options;
  const muse = createClient<paths>({
    baseUrl,
    fetch: patientFetch(patience),
    querySerializer: { array: { style: "form", explode: false } }, // ids=a,b
  });
  muse.use({
    onRequest({ request }) {
      const bearer = token();
      if (bearer !== undefined) request.headers.set("Authorization", `Bearer ${bearer}`);
      if (isWrite(request) && !request.headers.has("Idempotency-Key")) {
        request.headers.set("Idempotency-Key", newKey());
      }
      return request;
    },
  });
  return muse;
}

/** What a call of openapi-fetch comes to. */
export interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** An answer that is an error, as Muse describes it (RFC 9457); `problem` is null where something else answered. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    readonly problem: Schemas["Problem"] | null,
  ) {
    super(problem === null ? `HTTP ${status}` : `${status} ${problem.type}: ${problem.detail}`);
  }
}

/** The body of a good answer. Throws a `ProblemError` for any other. */
export function dataOf<Data>({ data, error, response }: Outcome<Data>): Data {
  if (!response.ok) throw new ProblemError(response.status, isProblem(error) ? error : null);
  return data as Data; // 204 has none, and its type says so
}

type Pending = Schemas["Pending"];
/** `Data` without the body of a 202. */
export type Settled<Data> = Data extends unknown ? (Pending extends Data ? never : Data) : never;

/** Asks until the answer is no longer that Spotify is being asked (202), as often and as slowly as Muse says. */
export async function settled<Data>(
  ask: () => Promise<Outcome<Data>>,
  onPending: (milliseconds: number) => void = () => {},
  times = 20,
): Promise<Settled<Data>> {
  for (let asked = 1; asked <= times; asked++) {
    const outcome = await ask();
    const data = dataOf(outcome);
    if (outcome.response.status !== 202) return data as Settled<Data>;
    const wait = retryAfter(outcome.response) ?? 1000;
    onPending(wait);
    await sleep(wait);
  }
  throw new Error(`still pending after ${times} times`);
}

export interface Page<Item> {
  next: string | null;
  results: Item[];
}

/** The pages of a list that moves, as far as it goes; `ask` gets the cursor of each but the first. */
export async function* pages<Item>(
  ask: (cursor: string | undefined) => Promise<Outcome<Page<Item>>>,
): AsyncGenerator<Item[], void, void> {
  let cursor: string | undefined;
  do {
    const page = dataOf(await ask(cursor));
    yield page.results;
    cursor = page.next === null ? undefined : cursorOf(page.next);
  } while (cursor !== undefined);
}

function cursorOf(address: string): string {
  const cursor = new URL(address).searchParams.get("cursor");
  if (cursor === null) throw new Error(`no cursor in ${address}`);
  return cursor;
}

function isWrite(request: Request): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(request.method);
}

function isProblem(body: unknown): body is Schemas["Problem"] {
  return typeof body === "object" && body !== null && "type" in body && "detail" in body;
}
