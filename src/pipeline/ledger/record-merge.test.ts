import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRecord } from '../../formats/sales-file/sales-file.ts';
import { mergeRecords, recordText } from './record-merge.ts';

function merge(stored: string, incoming: string) {
  const result = mergeRecords(parseRecord(stored), parseRecord(incoming));
  return result.kind === 'enriched' ? { kind: result.kind, merged: recordText(result.merged) } : result;
}

describe('two copies of one record', () => {
  it('are the same whatever the spelling of numbers, the case of keys and the order', () => {
    assert.deepEqual(merge('{"docSum":45.00,"docNum":1}', '{"docnum":"1","docsum":45.0}'), { kind: 'same' });
  });

  it('a value beside nothing is more: null, absent, "null" and an empty list are nothing', () => {
    for (const nothing of ['{"a":1,"b":null}', '{"a":1}', '{"a":1,"b":"null"}', '{"a":1,"b":[]}']) {
      assert.deepEqual(merge(nothing, '{"a":1,"b":[2]}'), { kind: 'enriched', merged: '{"a":1,"b":[2]}' });
      assert.deepEqual(merge('{"a":1,"b":[2]}', nothing), { kind: 'same' });
    }
  });

  it('each may know what the other does not', () => {
    assert.deepEqual(merge('{"a":1,"b":null}', '{"a":null,"b":2.50}'), {
      kind: 'enriched',
      merged: '{"a":1,"b":2.50}',
    });
  });

  it('a different value, one line more or less, is a contradiction with its place', () => {
    const result = merge('{"lines":[{"sum":1.00},{"sum":2.00}]}', '{"lines":[{"sum":1.00},{"sum":2.01}]}');
    assert.deepEqual(result, {
      kind: 'conflict',
      differences: [{ path: 'lines[2].sum', stored: '2.00', incoming: '2.01' }],
    });
    assert.equal(merge('{"lines":[1]}', '{"lines":[1,2]}').kind, 'conflict');
    assert.equal(merge('{"a":"01"}', '{"a":"1"}').kind, 'conflict');
  });

  it('numbers beyond floating point are told apart', () => {
    assert.equal(merge('{"a":9007199254740993.01}', '{"a":9007199254740993.02}').kind, 'conflict');
  });

  it('merging is the same in either order, and a record never contradicts itself', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.string({ maxLength: 4 }),
      fc.array(fc.integer(), { maxLength: 2 }),
    );
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value);
    fc.assert(
      fc.property(record, record, (left, right) => {
        const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
        assert.equal(merge(one, one).kind, 'same');
        const [there, back] = [merge(one, other), merge(other, one)];
        assert.equal(there.kind === 'conflict', back.kind === 'conflict');
        if (there.kind === 'enriched') assert.equal(merge(there.merged, one).kind, 'same');
        if (there.kind === 'enriched') assert.equal(merge(there.merged, other).kind, 'same');
      }),
      { numRuns: 3_000 },
    );
  });
});
