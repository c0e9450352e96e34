import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fillFolders, openArchive } from '../../../tests/support/archive.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { expireArchives } from '../archive/expire-archives.ts';
import { packFiles } from '../archive/pack-files.ts';
import { countToForward, type IntakeEvent } from '../intake/intake.ts';
import { createForwarding, type Delivery, type ForwardingOptions, type OutgoingBatch } from './forwarding.ts';

const DAY_MS = 86_400_000;
const reason = (code: string) => ({ code, ru: code, en: code });

/** The upper server as a script says: what came, and what it answers. */
function scripted(answer: (batch: OutgoingBatch, call: number) => Delivery) {
  const batches: OutgoingBatch[] = [];
  return {
    batches,
    upper: {
      address: 'centre:10001',
      async deliver(batch: OutgoingBatch) {
        batches.push(batch);
        return answer(batch, batches.length);
      },
      tell: async () => null,
      report: async () => true,
    },
  };
}

const all = ({ packages }: OutgoingBatch): Delivery => ({
  kind: 'answered',
  storedIds: new Set(packages.map(({ packageId }) => packageId)),
  isAll: true,
});

type Stage = Awaited<ReturnType<typeof openArchive>>;

/** The line over a stage, whose clock runs when the line pauses. */
function open(stage: Stage, upper: ForwardingOptions['upper'], options: Partial<ForwardingOptions> = {}) {
  const events: IntakeEvent[] = [];
  const pauses: number[] = [];
  const forwarding = createForwarding({
    database: stage.packing.database,
    clock: stage.clock,
    intake: stage.intake,
    upper,
    bytesPerSecond: null,
    pauses: { firstMs: 1_000, longestMs: 60_000 },
    events: (event) => events.push(event),
    onChanged: () => undefined,
    random: () => 0.999_999,
    async pause(ms) {
      if (ms > 0) pauses.push(ms);
      stage.clock.nowMs += ms;
    },
    ...options,
  });
  const signal = new AbortController().signal;
  /** Turns until there is nothing to do, or so many. */
  async function drain(most = 200): Promise<void> {
    for (let turn = 0; turn < most && (await forwarding.turn(signal)); turn += 1);
  }
  return { forwarding, events, pauses, drain };
}

const codesOf = (events: readonly IntakeEvent[]) => events.map(({ code }) => code);
const sent = (batches: readonly OutgoingBatch[]) => batches.flatMap(({ packages }) => packages);
const due = async (database: QueryDatabase<Tables>) => (await countToForward(database)).packages;

/** So many packages of a register that nobody knows, one minute after another; the ledger keeps them in `error`. */
async function receive(stage: Stage, registerId: string, from: number, count: number, size = 10): Promise<string[]> {
  const names: string[] = [];
  for (let number = from; number < from + count; number += 1) {
    stage.clock.nowMs += 60_000;
    const stored = await stage.intake.receive({
      door: 'grpc',
      packageId: `${registerId} ${number}`,
      registerId,
      shopId: '_shop_9',
      range: { kind: 'none' },
      body: Buffer.from(`${registerId} ${number}`.padEnd(size, '.')),
    });
    assert.ok(stored.kind === 'stored');
    names.push(stored.name);
  }
  while (await stage.ledger.turn());
  return names;
}

async function openStage(t: TestContext, engine: (typeof databasesUnderTest)[number]) {
  const opened = await engine.open();
  t.after(() => opened[Symbol.asyncDispose]());
  return { stage: await openArchive(t, opened.database), database: opened.database };
}

for (const engine of databasesUnderTest) {
  test(`M17 ${engine.name}: everything that was accepted goes up byte for byte: loaded, failed, of wrong format, out of a folder or an archive`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    const names = await fillFolders(stage);
    const bodies: string[] = [];
    for (const state of ['processed', 'error', 'broken'] as const)
      for (const name of names[state]) {
        const read = await stage.intake.read(state, name);
        assert.ok(read.kind === 'package');
        bodies.push(Buffer.from(read.body).toString());
      }
    await packFiles(stage.packing);
    const { batches, upper } = scripted(all);
    const { drain } = open(stage, upper);
    await drain();
    assert.deepEqual(
      sent(batches)
        .map(({ body }) => Buffer.from(body).toString())
        .sort(),
      bodies.sort(),
    );
    assert.equal(await due(database), 0);
    const [file] = batches.filter(({ door }) => door === 'file');
    assert.deepEqual([file?.registerId, file?.shopCode, file?.packages.length], ['shop-5', '5', 1]);
  });

  test(`M17 ${engine.name}: only what is acknowledged moves the cursor, the oldest goes first, and what is new does not wait for a long backlog`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 60);
    // Of each stream all but the first are stored.
    const { batches, upper } = scripted((batch, call) => {
      const ids = batch.packages.map(({ packageId }) => packageId);
      return call > 1 ? all(batch) : { kind: 'answered', storedIds: new Set(ids.slice(1)), isAll: false };
    });
    const { drain } = open(stage, upper);
    await drain(2);
    const [first = [], second = []] = batches.map(({ packages }) => packages.map(({ packageId }) => packageId));
    assert.deepEqual(
      first,
      [0, 1, 2, 3, 4, 5, 6, 7].map((number) => `_cash_1 ${number}`),
    );
    assert.equal(second[0], '_cash_1 0', 'what was not acknowledged comes again, before what is younger');
    assert.equal(second[1], '_cash_1 8');
    assert.equal(await due(database), 60 - 7 - 8);
    await drain(2);
    assert.equal(batches[3]?.packages[0]?.packageId, '_cash_1 59', 'every fourth stream begins with the newest');
    await drain();
    assert.equal(await due(database), 0);
    const counts = Map.groupBy(sent(batches), ({ packageId }) => packageId);
    assert.deepEqual(
      [...counts].filter(([, times]) => times.length > 1).map(([id]) => id),
      ['_cash_1 0'],
    );
  });

  test(`M17 ${engine.name}: a register that is refused is a named problem and holds up no other; it is tried again`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 3);
    await receive(stage, '_cash_2', 0, 3);
    let known = false;
    const { batches, upper } = scripted((batch) => {
      if (known || batch.registerId !== '_cash_1') return all(batch);
      return { kind: 'refused', reason: reason('handshake.unknown_register'), isPackage: false };
    });
    const { forwarding, events, drain } = open(stage, upper);
    await drain();
    assert.equal(await due(database), 3);
    assert.deepEqual(codesOf(events), ['upper.register_refused']);
    const [refused] = forwarding.state().refused;
    assert.deepEqual([refused?.registerId, refused?.reason.code], ['_cash_1', 'handshake.unknown_register']);
    assert.equal(forwarding.state().condition, 'idle');
    const before = batches.length;
    await drain();
    assert.equal(batches.length, before, 'not before its time');
    stage.clock.nowMs += 60_000;
    await drain();
    assert.equal(batches.length, before + 1);
    assert.deepEqual(codesOf(events), ['upper.register_refused'], 'the same reason is told of once');
    known = true;
    stage.clock.nowMs += 600_000;
    await drain();
    assert.equal(await due(database), 0);
    assert.deepEqual(codesOf(events), ['upper.register_refused', 'upper.register_taken']);
    assert.deepEqual(forwarding.state().refused, []);
  });

  test(`M17 ${engine.name}: days without a line are pauses that grow, one event, and streams that begin small; then everything goes once`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 20);
    let down = true;
    const { batches, upper } = scripted((batch) =>
      down ? { kind: 'away', reason: reason('upper.no_answer') } : all(batch),
    );
    const { forwarding, events, pauses, drain } = open(stage, upper);
    await drain(10);
    assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
    assert.deepEqual(codesOf(events), ['upper.line_down']);
    assert.equal(forwarding.state().condition, 'away');
    assert.equal(batches.at(-1)?.packages.length, 1);
    stage.clock.nowMs += 9 * DAY_MS;
    down = false;
    batches.length = 0;
    await drain();
    assert.equal(await due(database), 0);
    assert.deepEqual(
      sent(batches)
        .map(({ packageId }) => packageId)
        .sort(),
      [...Array(20).keys()].map((n) => `_cash_1 ${n}`).sort(),
    );
    assert.deepEqual(codesOf(events), ['upper.line_down', 'upper.line_up']);
  });

  test(`M17 ${engine.name}: an upper server that takes nothing for now is waited for; a package it cannot take stands aside alone`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 9);
    const { batches, upper } = scripted((batch, call) => {
      if (call <= 2) return { kind: 'busy', reason: reason('load.disk_full') };
      const tooLarge = batch.packages.some(({ packageId }) => packageId === '_cash_1 2');
      return tooLarge ? { kind: 'refused', reason: reason('load.message_too_large'), isPackage: true } : all(batch);
    });
    const { forwarding, events, pauses, drain } = open(stage, upper);
    await drain();
    assert.deepEqual(pauses, [1_000, 2_000]);
    assert.equal(await due(database), 1);
    assert.deepEqual(codesOf(events), ['upper.package_refused']);
    assert.match(String(forwarding.state().refused[0]?.name), /\.sales$/);
    const refused = batches.filter(({ packages }) => packages.some(({ packageId }) => packageId === '_cash_1 2'));
    assert.equal(refused.at(-1)?.packages.length, 1);
  });

  test(`M17 ${engine.name}: no more goes in a second than is set`, async (t) => {
    const { stage } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 40, 1_000);
    const began = stage.clock.nowMs;
    const sizes: [atMs: number, bytes: number][] = [];
    const { upper } = scripted((batch) => {
      sizes.push([stage.clock.nowMs - began, batch.packages.reduce((sum, { body }) => sum + body.byteLength, 0)]);
      return all(batch);
    });
    const { drain } = open(stage, upper, { bytesPerSecond: 2_000 });
    await drain();
    let before = 0;
    for (const [atMs, bytes] of sizes) {
      assert.ok(before <= 2_000 + 2 * atMs + 1, `${before} bytes in ${atMs} ms`);
      before += bytes;
    }
    assert.equal(before, 40_000);
    assert.ok(stage.clock.nowMs - began >= 3_000);
  });

  test(`M17 M40 ${engine.name}: an archive stays until the upper server has what is in it; changed bytes are told of and no longer due`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    const { processed } = await fillFolders(stage);
    const name = processed[0] ?? '';
    const path = join(stage.packing.folders.processed, name);
    const bytes = readFileSync(path);
    await packFiles(stage.packing);
    const settings = { ...stage.packing.settings, forwards: true };
    stage.clock.nowMs += 40 * DAY_MS;
    const keptFor = async () =>
      (await expireArchives({ ...stage.packing, settings }, true)).kept.map(
        ({ state, reason: why }) => `${state} ${why}`,
      );
    assert.deepEqual(await keptFor(), ['broken undecided', 'error undecided', 'processed not_forwarded']);
    // Out of the archive into its folder, and there one byte is another.
    await stage.intake.finish(name, 'processed', 'waiting');
    bytes[bytes.length - 2] = 0x21;
    writeFileSync(join(stage.packing.folders.waiting, name), bytes);
    const { batches, upper } = scripted(all);
    const { events, drain } = open(stage, upper);
    await drain();
    assert.equal(sent(batches).length, 8);
    assert.deepEqual(codesOf(events), ['upper.package_lost']);
    assert.equal(await due(database), 0);
    assert.deepEqual(await keptFor(), ['broken undecided', 'error undecided']);
  });

  test(`M17 ${engine.name}: an acknowledgement that could not be written down sends the package once more`, async (t) => {
    const { stage, database } = await openStage(t, engine);
    await receive(stage, '_cash_1', 0, 2);
    const { batches, upper } = scripted(all);
    let fails = true;
    const failing = {
      ...database,
      transaction: (async (work) => {
        // The first transaction looks for what came before there was an upper server.
        if (fails && batches.length > 0) throw new Error('killed');
        return database.transaction(work);
      }) as typeof database.transaction,
    };
    await assert.rejects(open(stage, upper, { database: failing }).drain(), /killed/);
    assert.equal(await due(database), 2);
    fails = false;
    await open(stage, upper).drain();
    assert.deepEqual(
      batches.map(({ packages }) => packages.length),
      [2, 2],
    );
    assert.equal(await due(database), 0);
  });
}
