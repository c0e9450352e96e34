import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ArchivePart, DamagedArchive, openArchiveWriter, readArchive } from './day-archive.ts';

const header = { schema: '0001.sql', shopId: 's', shopCode: '5', businessDate: '2026-03-01', shiftIds: [7] };

/** A small archive as lines without line feeds. */
function archive(): string[] {
  const { first, writer } = openArchiveWriter(header);
  const lines = [first, writer.section('document')];
  lines.push(
    writer.row({ document_id: 1, document_class: 'sale', closed_at: 'x', closed_state: null, document_sum: 500 }),
  );
  lines.push(
    writer.row({ document_id: 2, document_class: 'refund', closed_at: 'x', closed_state: 1, document_sum: 200 }),
  );
  lines.push(
    writer.row({ document_id: 3, document_class: 'sale', closed_at: null, closed_state: null, document_sum: 900 }),
  );
  lines.push(writer.section('payment'), writer.row({ document_id: 1, line: 1, payment_sum: 500 }), writer.end().line);
  return lines.map((line) => line.trimEnd());
}

async function read(lines: readonly string[]): Promise<ArchivePart[]> {
  const parts: ArchivePart[] = [];
  for await (const part of readArchive(
    (async function* () {
      yield* lines;
    })(),
  ))
    parts.push(part);
  return parts;
}

describe('the archive of a sales day', () => {
  it('gives back its header, its rows and their sums: only finished receipts count', async () => {
    const parts = await read(archive());
    assert.deepEqual(parts[0], { kind: 'header', header });
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'row' ? [`${part.section} ${part.row['document_id']}`] : [])),
      ['document 1', 'document 2', 'document 3', 'payment 1'],
    );
    const last = parts.at(-1);
    assert.deepEqual(last?.kind === 'end' ? last.manifest.sums : null, {
      documents: 3,
      saleSum: 500,
      refundSum: 200,
      positionSum: 0,
      discountSum: 0,
      paymentSum: 500,
    });
    assert.deepEqual(archive(), archive(), 'the same rows give the same lines');
  });

  it('is refused when a line is changed, missing, doubled, moved or cut off, and when it is something else', async () => {
    const lines = archive();
    const changed = lines.map((line, index) => (index === 2 ? line.replace('500', '501') : line));
    const wrong: Record<string, string[]> = {
      changed,
      missing: lines.toSpliced(3, 1),
      doubled: lines.toSpliced(3, 0, lines[3] ?? ''),
      moved: lines.with(2, lines[3] ?? '').with(3, lines[2] ?? ''),
      'cut off': lines.slice(0, -1),
      'half a line': [...lines.slice(0, -1), lines.at(-1)?.slice(0, 40) ?? ''],
      'with more behind its end': [...lines, '{}'],
      'of another kind': ['{"archive":"other"}', ...lines.slice(1)],
      'of a later version': [lines[0]?.replace('"version":1', '"version":2') ?? '', ...lines.slice(1)],
      'without its sections': lines.filter((line) => !line.startsWith('{"section"')),
      'with an unknown section': lines.map((line) => line.replace('"section":"payment"', '"section":"other"')),
      empty: [],
    };
    for (const [name, some] of Object.entries(wrong)) await assert.rejects(read(some), DamagedArchive, name);
  });
});
