import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LiveHint, routes } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { byHand } from '../../../tests/support/people.ts';
import { openWebApi, type WebApiUnderTest } from '../../../tests/support/web-api.ts';

const hint: LiveHint = { topic: 'shift', shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };

/** Opens the stream and reads it block by block. */
async function openStream(web: WebApiUnderTest, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await web.fetch(routes.events, { headers, signal: stop.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    close: () => stop.abort(),
    /** Everything read until `part` has come. */
    async until(part: string): Promise<string> {
      while (!text.includes(part)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += value;
      }
      return text;
    },
    /** Resolves when the server ends the stream. */
    async ended(): Promise<void> {
      while (!(await reader.read()).done);
    },
  };
}

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);

describe('the live stream', () => {
  it('tells hints as they come and resumes where a browser broke off', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    const first = await openStream(web);
    assert.match(first.response.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.equal(first.response.headers.get('cache-control'), 'no-store');
    assert.match(first.response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    web.live.publish(hint);
    const text = await first.until(`data: ${JSON.stringify(hint)}\n\n`);
    const id = /^id: (.+-1)$/m.exec(text)?.[1] ?? '';
    first.close();
    const witness = await openStream(web);
    web.live.publish({ ...hint, topic: 'exports' });
    await witness.until('exports');
    const back = await openStream(web, { 'last-event-id': id });
    const missed = await back.until('exports');
    assert.ok(!missed.includes('"shift"'), 'what was heard is not told again');
    const stranger = await openStream(web, { 'last-event-id': 'earlier-9' });
    assert.match(await stranger.until('data:'), /"topic":"status"/);
  });

  it('ends for those who are taken out, and goes on for the others', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database, { access: 'required', streamLookMs: 5 });
    const open = async (name: string) => {
      const issued = await web.access.administration.issueKey(byHand, {
        name,
        rights: ['see'],
        shops: 'all',
        endsAt: null,
      });
      assert.ok(issued.ok);
      const { token, keyId } = issued.value;
      return { keyId, stream: await openStream(web, { authorization: `Bearer ${token}` }) };
    };
    const [taken, kept] = [await open('taken'), await open('kept')];
    await web.access.administration.revokeKey(byHand, taken.keyId);
    await taken.stream.ended();
    web.live.publish(hint);
    await kept.stream.until('"shift"');
  });

  it('serves hundreds of listeners, forgets those that leave, and ends the rest when the server stops', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(web)));
    assert.equal(web.live.listeners(), 200);
    web.live.publish(hint);
    await Promise.all(streams.map((stream) => stream.until(JSON.stringify(hint))));
    for (const stream of streams.slice(0, 50)) stream.close();
    while (web.live.listeners() > 150) await new Promise((resolve) => setImmediate(resolve));
    const ends = streams.slice(50).map((stream) => stream.ended());
    await web.api.stop();
    await Promise.all(ends);
    assert.equal(web.live.listeners(), 0);
  });

  it('lets go of a listener that does not read', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    await openStream(web);
    assert.equal(web.live.listeners(), 1);
    const long = 'x'.repeat(100_000);
    for (let n = 0; web.live.listeners() > 0; n += 1) {
      web.live.publish({ ...hint, shiftKey: `${n}${long}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await web.fetch(routes.status)).status, 200);
  });
});
