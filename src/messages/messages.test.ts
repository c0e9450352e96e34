import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { caseEvents, caseWords } from './areas/cases.ts';
import { dayWords } from './areas/days.ts';
import { erpEvents, erpReasons, erpWords } from './areas/erp.ts';
import { errors } from './areas/errors.ts';
import { events } from './areas/events.ts';
import { exports_ } from './areas/exports.ts';
import { queueEvents, queueReasons } from './areas/queue.ts';
import { reasons } from './areas/reasons.ts';
import { requests } from './areas/requests.ts';
import { thriftEvents, thriftReasons } from './areas/thrift.ts';
import { transferEvents, transferWords } from './areas/transfers.ts';
import { formatDate, formatMoney, formatQuantity, formatTime } from './formats.ts';
import { fillText, formatCount, messageText, pluralForm } from './messages.ts';

const areas = {
  erpEvents,
  erpReasons,
  erpWords,
  caseEvents,
  caseWords,
  dayWords,
  errors,
  events,
  exports_,
  queueEvents,
  queueReasons,
  reasons,
  requests,
  thriftEvents,
  thriftReasons,
  transferEvents,
  transferWords,
};

/** Every text of every area, of the pages and the command line too. */
async function allTexts(): Promise<{ code: string; language: 'ru' | 'en'; text: string }[]> {
  const texts: { code: string; language: 'ru' | 'en'; text: string }[] = [];
  const folder = new URL('areas/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const area = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(area))
      for (const language of ['ru', 'en'] as const) {
        const own = name.endsWith(language === 'ru' ? 'Ru' : 'En')
          ? value
          : (value as Record<string, unknown>)[language];
        for (const [code, text] of Object.entries(own ?? {}))
          if (typeof text === 'string') texts.push({ code: `${name}.${code}`, language, text });
      }
  }
  return texts;
}

describe('the catalogue', () => {
  for (const [name, { ru, en }] of Object.entries(areas)) {
    it(`${name}: the same codes and the same values in both languages`, () => {
      assert.deepEqual(Object.keys(ru).sort(), Object.keys(en).sort());
      const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();
      for (const [code, text] of Object.entries(ru))
        assert.deepEqual(places(text), places((en as Record<string, string>)[code] ?? ''), code);
    });
  }

  it('no code stands for two texts', () => {
    const codes = Object.values(areas).flatMap(({ ru }) => Object.keys(ru));
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
    );
  });

  it('a reason inside a sentence speaks the language of the sentence', () => {
    const params = { reason: '@register.code_mismatch', reported: '12', expected: '21', attempt: 1 };
    assert.match(messageText('ru', 'package.error', params), /назвалась 12, ожидалась 21/);
    assert.match(messageText('en', 'package.error', params), /called itself 12, 21 was expected/);
  });

  it('an unknown code is shown, not hidden', () => {
    assert.equal(messageText('ru', 'no.such', { a: 1 }), 'no.such {"a":1}');
  });
});

describe('forms', () => {
  it('AC25: counts in Russian and English', () => {
    const counted = (n: number) => fillText('ru', '{n:смена|смены|смен|смены}', { n });
    const forms = [0, 1, 2, 5, 11, 21, 22, 25, 101, 1.5].map((n) => counted(n).split(/\s/)[1]);
    assert.deepEqual(forms, ['смен', 'смена', 'смены', 'смен', 'смен', 'смена', 'смены', 'смен', 'смена', 'смены']);
    assert.equal(fillText('en', '{n:shift|shifts}', { n: 1 }), '1 shift');
    assert.equal(fillText('en', '{n:shift|shifts}', { n: 1200 }), '1,200 shifts');
  });

  it('AC25: every counted text has the forms of its language and reads with any count', async () => {
    const counted: string[] = [];
    for (const { code, language, text } of await allTexts())
      for (const [, name = '', form = ''] of text.matchAll(/\{(\w+):([^}]*\|[^}]*)\}/g)) {
        counted.push(code);
        const forms = form.split('|');
        // Russian: one, few, many and, of fractions, other; English: one and other.
        assert.ok(
          language === 'en' ? forms.length === 2 : forms.length === 3 || forms.length === 4,
          `${code}: ${form}`,
        );
        assert.ok(
          forms.every((word) => word.trim() !== ''),
          `${code}: ${form}`,
        );
        for (const n of [0, 1, 2, 5, 11, 21, 22, 25, 101, 1.5]) {
          const place = `${formatCount(language, n)} ${pluralForm(language, n, forms)}`;
          assert.ok(fillText(language, text, { [name]: n }).includes(place), `${code} with ${n}`);
        }
      }
    assert.ok(counted.length > 300, `${counted.length} counted texts`);
  });

  it('money always has two decimals, a real minus and grouped digits; a missing value is a dash', () => {
    assert.equal(formatMoney('ru', 123_456_789), '1\u00a0234\u00a0567,89');
    assert.equal(formatMoney('en', -50_000), '\u2212500.00');
    assert.equal(formatMoney('ru', 0), '0,00');
    assert.equal(formatMoney('ru', 7), '0,07');
    assert.equal(fillText('ru', '{sum:money}', { sum: null }), '—');
  });

  it('one more sentence may be absent', () => {
    assert.equal(fillText('en', 'Done.{reason:sentence}', { reason: 'Not all of it.' }), 'Done. Not all of it.');
    assert.equal(fillText('en', 'Done.{reason:sentence}', {}), 'Done.');
  });

  it('dates, times and quantities', () => {
    assert.equal(formatDate('ru', '2026-11-23'), '23.11.2026');
    assert.equal(formatDate('en', '2026-11-03'), '3 Nov 2026');
    assert.equal(formatTime('ru', '2026-11-23T21:05:14'), '23.11.2026 21:05');
    assert.equal(formatQuantity('ru', 2_000), '2');
    assert.equal(formatQuantity('ru', 1_234_567), '1\u00a0234,567');
  });
});
