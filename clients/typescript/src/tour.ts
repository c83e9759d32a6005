/**
 * A walk through Muse with the client, as a phone would take it: `MUSE_PASSWORD=... node build/tour.js ADDRESS USERNAME`.
 *
 * One line a step; exit code 1, and what it was, where anything is not as the document says.
 */

import { randomUUID } from "node:crypto";
import { dataOf, museAt, pages, ProblemError, settled, type Muse, type Schemas } from "./client.js";

const QUERY = "love";
const SHORT_PAGE = 5;

async function signIn(muse: Muse, username: string, password: string): Promise<string> {
  const body = { username, password, device: "Tour" };
  const { token, person, expires_at } = dataOf(await muse.POST("/api/v1/auth/token", { body }));
  say("sign-in", `as ${person.name}, until ${expires_at}`);
  return token;
}

interface Found {
  album: Schemas["Album"];
  tracks: Schemas["Track"][];
}

async function search(muse: Muse): Promise<Found> {
  const question = { q: QUERY, type: ["album" as const, "track" as const], limit: SHORT_PAGE };
  const found = await settled(
    () => muse.GET("/api/v1/search", { params: { query: question } }),
    (wait) => say("search", `Spotify is being asked, again in ${wait} ms`),
  );
  const album = found.albums?.results[0];
  const tracks = found.tracks?.results ?? [];
  expect(album !== undefined && tracks.length > 1, "an album and some tracks");
  expect(found.artists === null, "no artists, as none were asked for");
  say("search", `"${found.query}" finds the album "${album.name}" and ${tracks.length} tracks`);
  return { album, tracks };
}

async function review(muse: Muse, album: Schemas["Album"]): Promise<Schemas["Review"]> {
  const said = { rating: 4.5, text: "Written on the *tour*.", item_type: "album" as const, spotify_id: album.id };
  const header = { "Idempotency-Key": randomUUID() };
  const written = dataOf(await muse.POST("/api/v1/reviews", { params: { header }, body: said }));
  expect(written.is_mine && written.rating === said.rating && written.text === said.text, "the review as it was sent");
  const again = await muse.POST("/api/v1/reviews", { params: { header }, body: said });
  expect(dataOf(again).id === written.id, "the same review under the same key");
  expect(again.response.headers.get("Idempotency-Replayed") === "true", "the answer of the first time");
  say("review", `${written.rating} stars for "${written.item.name}"`);
  return written;
}

async function changeReview(muse: Muse, { id }: Schemas["Review"]): Promise<void> {
  const path = { id };
  const read = await muse.GET("/api/v1/reviews/{id}", { params: { path } });
  const header = { "If-Match": read.response.headers.get("ETag") ?? "" };
  const change = { params: { path, header }, body: { rating: 5 } };
  const changed = dataOf(await muse.PATCH("/api/v1/reviews/{id}", change));
  expect(changed.rating === 5 && changed.text === dataOf(read).text, "another rating and the same text");
  // With another key it is another request, made in the belief that the review is still as it was read.
  const late = await muse.PATCH("/api/v1/reviews/{id}", change);
  expect(late.response.status === 412, "that a change of what is no longer there is refused");
  say("change", `${changed.rating} stars, and a change that comes too late is refused`);
}

async function readReviews(muse: Muse, author: string): Promise<void> {
  const ask = (cursor: string | undefined) =>
    muse.GET("/api/v1/reviews", { params: { query: { author, cursor, limit: SHORT_PAGE } } });
  say("reviews", await walk(ask));
}

async function makePlaylist(muse: Muse, tracks: Schemas["Track"][]): Promise<void> {
  const body = { title: "Tour", description: "Made by a client.", is_public: true };
  const { id, title } = dataOf(await muse.POST("/api/v1/playlists", { body }));
  const path = { id };
  const spotify_ids = tracks.map((track) => track.id);
  const added = dataOf(await muse.POST("/api/v1/playlists/{id}/tracks", { params: { path }, body: { spotify_ids } }));
  expect(added.total === spotify_ids.length && added.present.length === 0, "every track to be added");
  const order: string[] = [];
  const ask = (cursor: string | undefined) =>
    muse.GET("/api/v1/playlists/{id}/tracks", { params: { path, query: { cursor, limit: 3 } } });
  for await (const page of pages(ask)) order.push(...page.map((entry) => entry.spotify_id));
  expect(order.join() === spotify_ids.join(), "the tracks in the order in which they were sent");
  say("playlist", `"${title}" with ${added.total} tracks`);
}

async function readFeed(muse: Muse): Promise<void> {
  const ask = (cursor: string | undefined) =>
    muse.GET("/api/v1/feed", { params: { query: { cursor, limit: SHORT_PAGE } } });
  say("feed", await walk(ask));
}

async function signOut(muse: Muse): Promise<void> {
  const { response } = await muse.DELETE("/api/v1/auth/token");
  expect(response.ok || response.status === 401, "the token to end"); // 401: it had ended, and the answer was lost
  const refused = await problemOf(muse.GET("/api/v1/feed"));
  expect(refused.status === 401, "that the token is no longer good");
  say("sign-out", `the token is no longer good: ${refused.problem?.title}`);
}

async function tour(address: string, username: string, password: string): Promise<void> {
  let token: string | undefined;
  const muse = museAt(address, { token: () => token, newKey: randomUUID }); // Node.js 18 has no `crypto` of its own
  token = await signIn(muse, username, password);
  const { album, tracks } = await search(muse);
  await changeReview(muse, await review(muse, album));
  await readReviews(muse, username);
  await makePlaylist(muse, tracks);
  await readFeed(muse);
  await signOut(muse);
}

/** Reads a list to its end; how much there was of it. */
async function walk<Item extends { id: number | string }>(ask: Parameters<typeof pages<Item>>[0]): Promise<string> {
  const seen = new Set<number | string>();
  let count = 0;
  for await (const page of pages(ask)) {
    count++;
    for (const { id } of page) {
      expect(!seen.has(id), `${id} once`);
      seen.add(id);
    }
  }
  return `${seen.size} on ${count} pages`;
}

async function problemOf(call: Promise<Parameters<typeof dataOf>[0]>): Promise<ProblemError> {
  try {
    dataOf(await call);
  } catch (problem) {
    if (problem instanceof ProblemError) return problem;
    throw problem;
  }
  throw new Error("expected a problem");
}

function say(step: string, what: string): void {
  process.stdout.write(`${step}: ${what}\n`);
}

function expect(isSo: boolean, what: string): asserts isSo {
  if (!isSo) throw new Error(`expected ${what}`);
}

const [address, username] = process.argv.slice(2);
const { MUSE_PASSWORD } = process.env;
if (address === undefined || username === undefined || MUSE_PASSWORD === undefined) {
  process.stderr.write("usage: MUSE_PASSWORD=... node build/tour.js ADDRESS USERNAME\n");
  process.exitCode = 2;
} else {
  await tour(address, username, MUSE_PASSWORD);
}
