/**
 * A walk through Muse with the client: `node build/tour.js ADDRESS`. One line a step; exit code 1 where anything is not
 * as the document says.
 */

import { museAt, pages, settled, type Muse, type Schemas } from "./client.js";

const QUERY = "love";

async function search(muse: Muse): Promise<Schemas["Album"]> {
  const found = await settled(
    () => muse.GET("/api/v1/search", { params: { query: { q: QUERY, type: ["album", "track"], limit: 5 } } }),
    (wait) => say(`search: Spotify is being asked, again in ${wait} ms`),
  );
  const album = found.albums?.results[0];
  expect(album !== undefined && found.artists === null, "albums, and no artists as none were asked for");
  say(`search: ${found.albums?.total} albums for "${found.query}", the first is "${album.name}"`);
  return album;
}

async function readReviews(muse: Muse): Promise<void> {
  const seen = new Set<number>();
  let count = 0;
  for await (const page of pages((cursor) => muse.GET("/api/v1/reviews", { params: { query: { cursor, limit: 5 } } }))) {
    count++;
    for (const review of page) {
      expect(!seen.has(review.id), `review ${review.id} once`);
      seen.add(review.id);
    }
  }
  say(`reviews: ${seen.size} on ${count} pages`);
}

async function tour(address: string): Promise<void> {
  const muse = museAt(address);
  await search(muse);
  await readReviews(muse);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function expect(isSo: boolean, what: string): asserts isSo {
  if (!isSo) throw new Error(`expected ${what}`);
}

const [address] = process.argv.slice(2);
if (address === undefined) {
  process.stderr.write("usage: node build/tour.js ADDRESS\n");
  process.exitCode = 2;
} else {
  await tour(address);
}
