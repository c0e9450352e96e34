import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addresses, words } from './values.ts';

test('addresses and networks of registers: what is neither is named', () => {
  const read = addresses('10.5.0.0/16, 2001:db8::/32,10.6.0.1');
  assert.deepEqual(read, { ok: true, value: ['10.5.0.0/16', '2001:db8::/32', '10.6.0.1'] });
  for (const wrong of ['10.5.0.0/33', '2001:db8::/129', 'kassa.example', '10.5.0.0/16/2', '10.5.0/16', '/16', '']) {
    const refused = addresses(`10.6.0.1,${wrong}`);
    assert.ok(!refused.ok, wrong);
    assert.ok(refused.why.ru.includes(`«${wrong}»`), wrong);
  }
});

test('a password is words of one line', () => {
  assert.deepEqual(words('пароль из слов'), { ok: true, value: 'пароль из слов' });
  assert.equal(words('b\nc').ok, false);
});
