import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { packSalesFile } from './pack-sales-file.ts';
import { packageReasons } from './reasons.ts';
import { defaultPackageLimits, openSalesBody, openSalesPackage } from './sales-package.ts';

const SAMPLE = readFileSync(new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url));
const NAME = 'tmp/sales_for_cs/sales_cash_12_1.json';

type Part = {
  name: string;
  /** What really is inside. */
  text?: Buffer;
  method?: number;
  flags?: number;
  /** What the headers say, when they lie. */
  saysSize?: number;
  saysCrc?: number;
  packed?: Buffer;
  /** The rights and kind of the file as a Unix has them. */
  mode?: number;
};

/** Builds a ZIP by hand, with whatever lies a test needs. */
function zipOf(parts: readonly Part[], saysCount = parts.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const text = part.text ?? SAMPLE;
    const method = part.method ?? 8;
    const packed = part.packed ?? (method === 8 ? deflateRawSync(text) : text);
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.flags ?? 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(part.saysCrc ?? crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.saysSize ?? text.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt16LE(part.mode ?? 0, 8);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(saysCount, 0xffff), 8);
  end.writeUInt16LE(Math.min(saysCount, 0xffff), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

async function reasonOf(body: Buffer, limits = defaultPackageLimits): Promise<string> {
  const opened = await openSalesBody(body, limits);
  return opened.ok ? 'ok' : opened.reason;
}

test('package: what a register packs is opened, its path is dropped', async () => {
  const opened = await openSalesPackage(await packSalesFile(SAMPLE, NAME));
  assert.ok(opened.ok);
  assert.equal(opened.entryName, 'sales_cash_12_1.json');
  assert.deepEqual(opened.text, SAMPLE);
});

test('package: packing gives equal bytes at any time and in any time zone', async () => {
  const here = (await packSalesFile(SAMPLE, NAME)).toString('base64');
  const module = new URL('./pack-sales-file.ts', import.meta.url).href;
  const fixture = new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url).pathname;
  const script = `import { packSalesFile } from ${JSON.stringify(module)};
    import { readFileSync } from 'node:fs';
    console.log((await packSalesFile(readFileSync(${JSON.stringify(fixture)}), ${JSON.stringify(NAME)})).toString('base64'));`;
  for (const TZ of ['Asia/Kamchatka', 'America/New_York']) {
    const there = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { TZ } });
    assert.equal(there.toString().trim(), here);
  }
});

test('package: the sales file may be stored instead of deflated, and other entries are skipped', async () => {
  const others = [{ name: 'sale.properties' }, { name: 'notes/' }, { name: '__MACOSX/._sales.json' }];
  const opened = await openSalesPackage(zipOf([...others, { name: 'a/b/SALES.JSON', method: 0 }]));
  assert.ok(opened.ok);
  assert.deepEqual(opened.text, SAMPLE);
});

test('package: paths that lead out of a folder are harmless, because they are never used', async () => {
  for (const name of ['../../etc/sales.json', '/etc/sales.json', 'C:\\windows\\sales.json', '..\\sales.json']) {
    const opened = await openSalesPackage(zipOf([{ name }]));
    assert.ok(opened.ok, name);
    assert.equal(opened.entryName, 'sales.json');
  }
});

test('package: a plain sales file brought by hand is taken as it is', async () => {
  const opened = await openSalesBody(SAMPLE);
  assert.ok(opened.ok);
  assert.equal(opened.entryName, null);
  assert.equal(opened.text, SAMPLE);
  assert.equal(await reasonOf(Buffer.concat([Buffer.from('\ufeff\r\n'), SAMPLE])), 'ok');
  assert.equal(await reasonOf(SAMPLE, { ...defaultPackageLimits, maxExpandedBytes: 100 }), 'package.too_large');
});

test('package: a link is not followed, a zip in a zip is not unpacked, one name twice is two files', async () => {
  const link = await openSalesPackage(zipOf([{ name: NAME, text: Buffer.from('/etc/passwd'), mode: 0o120777 }]));
  assert.deepEqual(link.ok && link.text.toString(), '/etc/passwd');
  const inner = zipOf([{ name: NAME }]);
  assert.equal(await reasonOf(zipOf([{ name: 'inner.zip', text: inner }])), 'package.no_sales_file');
  const disguised = await openSalesPackage(zipOf([{ name: 'inner.json', text: inner }]));
  assert.ok(disguised.ok && disguised.text.equals(inner));
  assert.equal(await reasonOf(zipOf([{ name: NAME }, { name: NAME }])), 'package.several_sales_files');
});

test('package: each way of being wrong has its own reason', async () => {
  const good = zipOf([{ name: NAME }]);
  const flipped = Buffer.from(deflateRawSync(SAMPLE));
  flipped.fill(0xff, 0, 40);
  const cases: Record<string, Buffer> = {
    'package.empty': Buffer.alloc(0),
    'package.not_a_zip': Buffer.from('<html>502 Bad Gateway</html>'),
    'package.cut': good.subarray(0, good.length - 30),
    'package.damaged': zipOf([{ name: NAME, packed: flipped }]),
    'package.encrypted': zipOf([{ name: NAME, flags: 1 }]),
    'package.unsupported_method': zipOf([{ name: NAME, method: 12 }]),
    'package.too_many_entries': zipOf(Array.from({ length: 17 }, (_, index) => ({ name: `${index}.txt` }))),
    'package.no_sales_file': zipOf([]),
    'package.several_sales_files': zipOf([{ name: 'a.json' }, { name: 'b.json' }]),
    'package.too_large': zipOf([{ name: NAME, saysSize: 300 * 1024 * 1024 }]),
    'package.ratio_too_high': zipOf([{ name: NAME, text: Buffer.alloc(8 * 1024 * 1024, 0x20) }]),
    'package.size_lies': zipOf([{ name: NAME, saysSize: 10 }]),
    'package.wrong_checksum': zipOf([{ name: NAME, saysCrc: 1 }]),
    'package.empty_sales_file': zipOf([{ name: NAME, text: Buffer.alloc(0) }]),
  };
  assert.deepEqual(Object.keys(cases).sort(), Object.keys(packageReasons).sort());
  for (const [reason, body] of Object.entries(cases)) {
    const opened = await openSalesBody(body);
    assert.ok(!opened.ok, reason);
    assert.equal(opened.reason, reason);
    const wanted = packageReasons[opened.reason];
    assert.deepEqual(Object.keys(opened.details), [...wanted], `details of ${reason}`);
  }
});

test('package: the same faults in other clothes', async () => {
  const good = zipOf([{ name: NAME }]);
  const deflated = deflateRawSync(SAMPLE);
  assert.equal(await reasonOf(Buffer.from('PK')), 'package.not_a_zip');
  assert.equal(await reasonOf(Buffer.from('PK and other text that is no archive at all')), 'package.not_a_zip');
  assert.equal(await reasonOf(good.subarray(0, 20)), 'package.cut');
  assert.equal(await reasonOf(zipOf([{ name: NAME, packed: deflated.subarray(0, 100) }])), 'package.cut');
  assert.equal(await reasonOf(zipOf([{ name: NAME, flags: 0x41 }])), 'package.encrypted');
  assert.equal(await reasonOf(zipOf([{ name: NAME, method: 0, saysSize: 10 }])), 'package.size_lies');
  assert.equal(await reasonOf(zipOf([{ name: NAME, saysSize: SAMPLE.length + 1 }])), 'package.size_lies');
  assert.equal(await reasonOf(zipOf([{ name: NAME, method: 0, saysCrc: 5 }])), 'package.wrong_checksum');
  assert.equal(await reasonOf(zipOf([{ name: 'inner.zip', text: good }])), 'package.no_sales_file');
  assert.equal(await reasonOf(zipOf([{ name: 'readme.txt' }])), 'package.no_sales_file');
});

test('package: a bomb whose header lies is stopped by what really comes out', async () => {
  // 64 MiB of spaces that the header calls 1 KiB.
  const bomb = zipOf([{ name: NAME, text: Buffer.alloc(64 * 1024 * 1024, 0x20), saysSize: 1024 }]);
  assert.ok(bomb.length < 100_000);
  assert.equal(await reasonOf(bomb), 'package.size_lies');
});

test('package: a hundred thousand entries are refused by their number, unread', async () => {
  const many = zipOf(Array.from({ length: 100_000 }, () => ({ name: 'a.json', method: 0, text: Buffer.from('x') })));
  assert.equal(await reasonOf(many), 'package.too_many_entries');
});

test('package: small texts may pack better than the ratio allows', async () => {
  const text = Buffer.concat([SAMPLE, Buffer.alloc(500_000, 0x0a)]);
  const body = zipOf([{ name: NAME, text }]);
  assert.ok(text.length / body.length > 200);
  assert.equal(await reasonOf(body), 'ok');
});

test('package: no bytes whatever make it throw or give another text', async () => {
  const good = await packSalesFile(SAMPLE, NAME);
  const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255), cut: fc.option(fc.nat(good.length)) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      let body = Buffer.from(good);
      for (const { at, byte, cut } of changes) {
        if (at < body.length) body[at] = byte;
        if (cut !== null) body = body.subarray(0, cut);
      }
      const opened = await openSalesBody(body);
      if (opened.ok) assert.deepEqual(opened.text, SAMPLE);
      else assert.ok(opened.reason in packageReasons);
    }),
    { numRuns: 2000 },
  );
  const random = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(random, fc.boolean(), async (bytes, asZip) => {
      const body = Buffer.concat([Buffer.from(asZip ? 'PK\x03\x04' : '', 'latin1'), bytes]);
      assert.equal(typeof (await openSalesBody(body)).ok, 'boolean');
    }),
  );
});
