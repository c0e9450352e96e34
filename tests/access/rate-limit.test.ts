/** One sender must not take the server from the others: too many requests of a person or key are refused, of others they are answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../contracts/web-api.ts';
import { smena } from '../command-line/run.ts';
import { OPEN_ACCESS } from '../support/open-access.ts';
import { startTestServer } from '../support/server.ts';

const MOST = 60;

test('a key that asks too often is told when to come again, another key and the pages are answered', async () => {
  const env = { SMENA_HTTP_ACCESS: 'required', SMENA_HTTP_REQUESTS_PER_MINUTE: String(MOST) };
  await using server = await startTestServer({ env });
  const issue = async (name: string) => {
    const issued = await smena(['key', 'issue', name, '--rights', 'see', '--data', server.dataFolder]);
    assert.equal(issued.code, 0, issued.err);
    return issued.out.trim();
  };
  const [wild, calm] = [await issue('wild'), await issue('calm')];
  const ask = (key: string) =>
    fetch(new URL('/api/v1/shops', server.url), { headers: { authorization: `Bearer ${key}` } });
  for (let asked = 0; asked < MOST; asked += 1) assert.equal((await ask(wild)).status, 200);
  const refused = await ask(wild);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  const problem = (await refused.json()) as Problem;
  assert.equal(problem.code, 'request.too_many');
  assert.match(problem.message.en, /^Too many requests\. Try again in \d+ seconds?\.$/);
  assert.equal((await ask(calm)).status, 200);
  assert.equal((await fetch(new URL('/', server.url))).status, 200);
});

test('whoever sits at an open server is not counted', async () => {
  await using server = await startTestServer({
    env: { ...OPEN_ACCESS, SMENA_HTTP_REQUESTS_PER_MINUTE: String(MOST) },
  });
  for (let asked = 0; asked < MOST + 5; asked += 1)
    assert.equal((await fetch(new URL('/api/v1/shops', server.url))).status, 200);
});
