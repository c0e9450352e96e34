/** The line of a register that holds a command stream breaks at each stage of a load: what was asked is done, and done once. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { RequestedTransfer, TransferRow } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import {
  asks,
  ended,
  isHeld,
  openBehindNat,
  presence,
  SERVER_HOST,
  type Shop,
  shopOf,
} from '../support/stream-register.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const SHIFTS = { kind: 'shifts', from: 340, to: 347 };

type Scene = {
  shop: Shop;
  wire: TcpProxy;
  opened: Awaited<ReturnType<typeof openBehindNat>>;
  /** Called with each command before it is done. */
  onLoad(act: () => void | Promise<void>): void;
  ask(): Promise<string>;
  /** The number of tasks that the load made on the register, and how often it was commanded. */
  taken(transferId: string): Promise<{ tasks: number; commands: number }>;
};

function cutAndLead(wire: TcpProxy): void {
  wire.lead(null);
  wire.cut();
}

/** A register with one closed shift, 343, whose stream goes through a wire that can be cut. */
async function openScene(t: TestContext, shop: Shop, wire: TcpProxy): Promise<Scene> {
  let act: () => void | Promise<void> = () => undefined;
  const opened = await openBehindNat(t, shop, {
    port: wire.port,
    onCommand: async ({ commandId }) => {
      if (commandId.startsWith('T-')) await act();
    },
  });
  const { register, stream } = opened;
  await register.openShift(343);
  await register.sellMany(4);
  await register.closeShift();
  await isHeld(shop);
  return {
    shop,
    wire,
    opened,
    onLoad(next) {
      act = next;
    },
    ask: async () => (await shop.api.send<RequestedTransfer>('POST', '/transfers', asks(SHIFTS))).transfer.transferId,
    taken: async (transferId) => ({
      tasks: (await register.condition()).queued,
      commands: stream.commands().filter((id) => id === transferId).length,
    }),
  };
}

const isClosed = (shop: Shop) =>
  until('the server knows that the line is down', async () => (await presence(shop)).by === 'nothing' || undefined);

/** Lets the register do what it was asked; everything is there, once. */
async function isDoneOnce({ shop, opened }: Scene, transferId: string): Promise<TransferRow> {
  const transfer = await ended(shop, transferId, opened.register.work);
  assert.deepEqual([transfer.state, transfer.packages, transfer.shifts], ['done', 1, 1], JSON.stringify(transfer));
  assert.equal(transfer.documentsSame, 0);
  assert.deepEqual(
    (await shop.api.shifts('12', '3')).shifts.map(({ shiftNumber }) => shiftNumber),
    [343],
  );
  return transfer;
}

const stages: [name: string, play: (scene: Scene) => Promise<void>][] = [
  [
    'while the request waits: it is asked when the line is back, and not before',
    async (scene) => {
      const { shop, wire, opened } = scene;
      // The register takes nothing, so the load stays requested; then the line goes.
      scene.onLoad(() => {
        cutAndLead(wire);
        throw new Error('the line broke before the command was taken');
      });
      const transferId = await scene.ask();
      await isClosed(shop);
      const waiting = await until('the reason is told', async () => {
        const row = await shop.api.get<TransferRow>(`/transfers/${transferId}`);
        return /поток команд/i.test(row.reason?.ru ?? '') ? row : undefined;
      });
      assert.equal(waiting.state, 'requested');
      assert.equal((await opened.register.condition()).queued, 0);
      scene.onLoad(() => undefined);
      wire.lead(shop.server.grpcPort);
      await isDoneOnce(scene, transferId);
      assert.ok((await scene.taken(transferId)).commands >= 2, 'the command came again');
    },
  ],
  [
    'after the command was taken and before that was told: it comes again and is not done again',
    async (scene) => {
      const { shop, wire } = scene;
      scene.onLoad(() => cutAndLead(wire));
      const transferId = await scene.ask();
      await until('it is taken', async () => (await scene.taken(transferId)).tasks === 1 || undefined);
      await isClosed(shop);
      assert.equal((await shop.api.get<TransferRow>(`/transfers/${transferId}`)).state, 'requested');
      scene.onLoad(() => undefined);
      wire.lead(shop.server.grpcPort);
      await until('it is told', async () => {
        const row = await shop.api.get<TransferRow>(`/transfers/${transferId}`);
        return row.state === 'accepted' || undefined;
      });
      const taken = await scene.taken(transferId);
      assert.equal(taken.tasks, 1);
      assert.ok(taken.commands >= 2);
      await isDoneOnce(scene, transferId);
    },
  ],
  [
    'after it was told: the register goes on with what it has, and is not asked again',
    async (scene) => {
      const { shop, wire } = scene;
      const transferId = await scene.ask();
      await until('it is told', async () => {
        const row = await shop.api.get<TransferRow>(`/transfers/${transferId}`);
        return row.state === 'accepted' || undefined;
      });
      cutAndLead(wire);
      await isClosed(shop);
      const transfer = await isDoneOnce(scene, transferId);
      assert.ok(transfer.stages.some(({ stage }) => stage === 'received'));
      wire.lead(shop.server.grpcPort);
      await isHeld(shop);
      assert.equal((await scene.taken(transferId)).commands, 1);
    },
  ],
];

for (const engine of databasesUnderTest) {
  for (const [name, play] of stages)
    test(`P3 ${engine.name}: the line is cut ${name}`, async (t) => {
      await using place = await engine.place();
      await using server = await startTestServer({ database: place.location });
      await using wire = await startTcpProxy({ host: SERVER_HOST, port: server.grpcPort });
      await play(await openScene(t, await shopOf(server), wire));
    });

  test(`P3 ${engine.name}: the server is killed after it had asked: the next one asks again, and it is done once`, async (t) => {
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    const first = await startTestServer({ database: place.location, dataFolder });
    await using wire = await startTcpProxy({ host: SERVER_HOST, port: first.grpcPort });
    const shop = await shopOf(first);
    const scene = await openScene(t, shop, wire);
    scene.onLoad(() => first.kill());
    const transferId = await scene.ask();
    await until('it is taken', async () => (await scene.taken(transferId)).tasks === 1 || undefined);
    await using second = await startTestServer({ database: place.location, dataFolder });
    Object.assign(shop.server, { url: second.url, grpcPort: second.grpcPort });
    scene.onLoad(() => undefined);
    wire.lead(second.grpcPort);
    await until('the second server has asked', async () => (await scene.taken(transferId)).commands >= 2 || undefined);
    assert.equal((await scene.taken(transferId)).tasks, 1);
  });
}
