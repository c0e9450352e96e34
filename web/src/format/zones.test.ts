import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverTime, wallTime } from './format.ts';
import { foreignZone, withZone, zonedTime, zoneName } from './zones.ts';

const march = Date.UTC(2026, 2, 14, 12);
const july = Date.UTC(2026, 6, 14, 12);

test('AC25: a zone is named by its distance from UTC at that instant', () => {
  assert.equal(zoneName('Europe/Moscow', march), 'UTC+3');
  assert.equal(zoneName('UTC', march), 'UTC');
  assert.equal(zoneName('America/St_Johns', march), 'UTC\u22122:30');
  assert.equal(zoneName('Asia/Kathmandu', march + 123), 'UTC+5:45');
  assert.deepEqual(
    [march, july].map((at) => zoneName('Europe/Berlin', at)),
    ['UTC+1', 'UTC+2'],
  );
});

test('a zone is said only where its clock differs from that of the browser', () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  assert.equal(foreignZone(own, march), null);
  assert.equal(foreignZone(undefined, march), null);
  const away = zoneName(own, march) === 'UTC+5:45' ? 'UTC' : 'Asia/Kathmandu';
  assert.equal(foreignZone(away, march), zoneName(away, march));
});

test('where no shop has the say, the clock of the browser is named', () => {
  const at = '2026-03-14T12:00:00.000Z';
  assert.equal(withZone('Начата', undefined), `Начата, ${zoneName(undefined, Date.now())}`);
  assert.equal(zonedTime('ru', at, undefined), `${serverTime('ru', at)} ${zoneName(undefined, march)}`);
  assert.equal(zonedTime('ru', null, undefined), '—');
  assert.equal(withZone('Начата', Intl.DateTimeFormat().resolvedOptions().timeZone), 'Начата');
});

test('an instant is shown by the clock of a zone', () => {
  assert.equal(wallTime('2026-03-14T21:30:15.312Z', 'Asia/Yekaterinburg'), '2026-03-15T02:30:15');
  assert.equal(serverTime('ru', '2026-03-14T21:30:15.312Z', 'Europe/Moscow'), '15.03.2026 00:30:15');
});
