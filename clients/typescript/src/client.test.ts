/** What the client does on a bad network, tried against a server that is as bad as the test orders. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { dataOf, museAt, pages, ProblemError, settled, type Options } from "./client.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const lost: Answer = (response) => response.destroy();
const silent: Answer = () => {};
const cutOff: Answer = (response) => {
  response.writeHead(200, { "Content-Length": 1000 });
  response.write('{"name": "Mu', () => response.destroy());
};
const says =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
const ROOT = { name: "Muse", version: "1", schema: "", docs: "", resources: {} };
const here = says(200, ROOT);
const busy = { type: "/api/problems/unavailable", title: "Away.", status: 503, detail: "Away." };

interface Asked {
  method: string;
  path: string;
  key: string | undefined;
  bearer: string | undefined;
  body: string;
}

/** A server that gives these answers in their order, the last one for good, and keeps what it was asked. */
async function serverOf(context: TestContext, ...answers: Answer[]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const { method = "", url = "", headers } = request;
    const answer = answers[Math.min(asked.length, answers.length - 1)] as Answer;
    asked.push({ method, path: url, key: headers["idempotency-key"]?.toString(), bearer: headers.authorization, body });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const QUICK: Options = { patience: { firstWait: 1 }, newKey: randomUUID };

for (const [what, loss] of Object.entries({ "a lost answer": lost, silence: silent, "half an answer": cutOff })) {
  test(`after ${what} the request is sent again`, async (context) => {
    const { url, asked } = await serverOf(context, loss, here);
    const muse = museAt(url, { patience: { firstWait: 1, timeout: 1000 } });
    assert.deepEqual(dataOf(await muse.GET("/api/v1/")), ROOT);
    assert.equal(asked.length, 2);
  });
}

test("a write is sent again with its body and under the same key, the next write has another", async (context) => {
  const { url, asked } = await serverOf(context, lost, says(503, busy, { "Retry-After": "0" }), here);
  const muse = museAt(url, QUICK);
  for (const title of ["First", "Second"]) await muse.POST("/api/v1/playlists", { body: { title } });
  assert.deepEqual(
    asked.map(({ body }) => JSON.parse(body).title),
    ["First", "First", "First", "Second"],
  );
  const [first, ...others] = asked.map(({ key }) => key);
  assert.ok(first);
  assert.deepEqual([others[0], others[1], others[2] === first], [first, first, false]);
});

test("a key that the caller has kept is sent as it is", async (context) => {
  const { url, asked } = await serverOf(context, here);
  const params = { header: { "Idempotency-Key": "kept" } };
  await museAt(url, QUICK).POST("/api/v1/playlists", { params, body: { title: "First" } });
  assert.equal(asked[0]?.key, "kept");
});

test("a network that stays away is an error after some attempts", async (context) => {
  const { url, asked } = await serverOf(context, lost);
  await assert.rejects(museAt(url, QUICK).GET("/api/v1/"), TypeError);
  assert.equal(asked.length, 5);
});

for (const status of [429, 503]) {
  test(`${status} is waited out for as long as it says`, async (context) => {
    const { url } = await serverOf(context, says(status, busy, { "Retry-After": "1" }), here);
    const start = performance.now();
    assert.ok((await museAt(url, QUICK).GET("/api/v1/")).response.ok);
    assert.ok(performance.now() - start >= 990);
  });
}

test("Retry-After may be a date", async (context) => {
  const past = new Date(Date.now() - 60_000).toUTCString();
  const { url, asked } = await serverOf(context, says(503, busy, { "Retry-After": past }), here);
  assert.ok((await museAt(url, QUICK).GET("/api/v1/")).response.ok);
  assert.equal(asked.length, 2);
});

test("a wait that is longer than anybody's patience is the caller's to decide about", async (context) => {
  const { url, asked } = await serverOf(context, says(503, busy, { "Retry-After": "3600" }), here);
  const outcome = await museAt(url, QUICK).GET("/api/v1/");
  assert.equal(outcome.error?.type, "/api/problems/unavailable");
  assert.equal(asked.length, 1);
});

test("other errors are not tried again", async (context) => {
  const { url, asked } = await serverOf(context, says(404, { ...busy, status: 404 }), here);
  const outcome = await museAt(url, QUICK).GET("/api/v1/");
  assert.throws(() => dataOf(outcome), (error) => error instanceof ProblemError && error.status === 404);
  assert.equal(asked.length, 1);
});

test("an error that is not Muse's own is one as well", async (context) => {
  const { url } = await serverOf(context, (response) => response.writeHead(502).end("<h1>Bad gateway</h1>"));
  const outcome = await museAt(url, QUICK).GET("/api/v1/");
  assert.throws(() => dataOf(outcome), (error) => error instanceof ProblemError && error.problem === null);
});

test("what is pending is asked for again until it is there", async (context) => {
  const waits: number[] = [];
  const { url, asked } = await serverOf(context, says(202, { state: "pending" }, { "Retry-After": "0" }), here);
  const muse = museAt(url, QUICK);
  assert.deepEqual(await settled(() => muse.GET("/api/v1/"), (wait) => waits.push(wait)), ROOT);
  assert.deepEqual([asked.length, waits], [2, [0]]);
});

test("pages are followed by the cursor of the next one", async (context) => {
  const first = says(200, { next: "https://muse.example/api/v1/reviews?cursor=abc&limit=1", results: [1] });
  const { url, asked } = await serverOf(context, first, says(200, { next: null, results: [2] }));
  const seen: unknown[] = [];
  const ask = (cursor: string | undefined) =>
    museAt(url, QUICK).GET("/api/v1/reviews", { params: { query: { cursor, limit: 1 } } });
  for await (const page of pages(ask)) seen.push(...page);
  assert.deepEqual(seen, [1, 2]);
  assert.deepEqual(asked.map(({ path }) => path), ["/api/v1/reviews?limit=1", "/api/v1/reviews?cursor=abc&limit=1"]);
});

test("a request bears the token of the moment, and only a write has a key", async (context) => {
  let token: string | undefined;
  const { url, asked } = await serverOf(context, here);
  const muse = museAt(url, { ...QUICK, token: () => token });
  await muse.GET("/api/v1/");
  token = "secret";
  await muse.GET("/api/v1/");
  assert.deepEqual(asked.map(({ bearer, key }) => [bearer, key]), [[undefined, undefined], ["Bearer secret", undefined]]);
});
