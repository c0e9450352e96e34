import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import rhea, { type Message } from 'rhea';
import {
  type AmqpBroker,
  amqpBrokerAvailable,
  connectPeer,
  type Peer,
  startAmqpBroker,
} from '../../../tests/support/amqp-broker.ts';
import { pretendFree } from '../../../tests/support/disk.ts';
import { openQueueDoor, salesMessage, until } from '../../../tests/support/queue-door.ts';
import { startTcpProxy } from '../../../tests/support/tcp-proxy.ts';
import { heldDisk } from '../../../tests/support/thrift-door.ts';
import { tlsFixture } from '../../../tests/support/tls-fixture.ts';

const MEGABYTE = 1 << 20;

describe('the queue of protocol 3, from a real broker', { skip: !amqpBrokerAvailable }, () => {
  let broker: AmqpBroker;
  let peer: Peer;
  let queues = 0;
  /** A queue that no other test uses. */
  const ownQueue = () => {
    queues += 1;
    return `artix.backward.cs.${queues}`;
  };
  before(async () => {
    broker = await startAmqpBroker();
    peer = await connectPeer(broker);
  });
  after(async () => {
    await peer?.close();
    await broker?.[Symbol.asyncDispose]();
  });

  test('T3: a package is taken with what its properties say, and is gone from the queue', async (t) => {
    const queue = ownQueue();
    const body = randomBytes(3000);
    await peer.send(queue, salesMessage('by dates', body));
    const shifts = {
      saleType: 'shifts',
      CSReguestBeginShift: '7',
      CSReguestEndShift: '9',
      shopId: '_shop_7',
      shopCode: 7,
    };
    await peer.send(queue, salesMessage('by shifts', randomBytes(10), shifts));
    const { intake, received, door, events } = await openQueueDoor(t, broker, queue);
    await until(() => received() === 2);
    const [first = '', second = ''] = await intake.waiting(2);
    const kept = await intake.read('waiting', first);
    assert.ok(kept.kind === 'package');
    assert.deepEqual(Buffer.from(kept.body), body);
    const { door: way, content, packageId, registerId, range, transferStateId } = kept.header;
    assert.deepEqual(
      { way, content, packageId, registerId, range, transferStateId },
      {
        way: 'queue',
        content: 'archive',
        packageId: 'by dates',
        registerId: '_cash_1_0a1b2c3d',
        range: { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' },
        transferStateId: 'state-1',
      },
    );
    const next = await intake.readHeader('waiting', second);
    assert.deepEqual(
      [next?.range, next?.shopId, next?.shopCode],
      [{ kind: 'shifts', from: '7', to: '9' }, '_shop_7', '7'],
    );
    await door.stop();
    assert.equal(await peer.left(queue), 0);
    const [said] = events;
    assert.deepEqual([said?.code, said?.params.queue], ['queue.connected', queue]);
  });

  test('A1: a message is not settled before it is on the disk, and only one is fetched at a time', async (t) => {
    const queue = ownQueue();
    const held = heldDisk();
    for (const id of ['a', 'b', 'c']) await peer.send(queue, salesMessage(id));
    await using proxy = await startTcpProxy({ host: broker.host, port: broker.port });
    const opened = await openQueueDoor(t, broker, queue, { broker: { port: proxy.port }, intake: held.intake });
    await until(() => held.seen.writes === 1);
    proxy.lead(null);
    proxy.cut();
    // What the line has left unsettled is in the queue again, all of it.
    while ((await peer.left(queue)) !== 3);
    assert.deepEqual(opened.stored(), []);
    held.letGo();
    proxy.lead(broker.port);
    await until(() => opened.codes().includes('package.repeated') && opened.received() === 3);
    for (const name of await opened.intake.waiting(9)) {
      assert.equal((await opened.intake.read('waiting', name)).kind, 'package');
    }
    await opened.door.stop();
    assert.equal(await peer.left(queue), 0);
  });

  test('A3: a line that is cut while a message is settled brings it again, and nothing is stored twice', async (t) => {
    const queue = ownQueue();
    const held = heldDisk();
    await peer.send(queue, salesMessage('once'));
    await using proxy = await startTcpProxy({ host: broker.host, port: broker.port });
    const opened = await openQueueDoor(t, broker, queue, { broker: { port: proxy.port }, intake: held.intake });
    await until(() => held.seen.writes === 1);
    proxy.cutAfter(5);
    held.letGo();
    await until(() => opened.codes().includes('package.repeated'));
    await opened.door.stop();
    assert.equal(proxy.hasCut(), true);
    assert.equal(opened.stored().length, 1);
    assert.equal(await peer.left(queue), 0);
  });

  test('what is no package of sales is kept whole with its reason and does not stop the next one', async (t) => {
    const queue = ownQueue();
    const words = (application_properties: object, body: unknown = 'x') =>
      ({ application_properties, body }) as unknown as Message;
    await peer.send(queue, { body: rhea.message.data_section(Buffer.from('PK nobody')) } as unknown as Message);
    await peer.send(queue, words({ messageType: 'sale' }));
    await peer.send(queue, salesMessage('dictionary', undefined, { messageType: 'dict' }));
    await peer.send(queue, words({ messageType: 'sale', cashCode: 'r1' }, 'no bytes'));
    await peer.send(queue, salesMessage('good'));
    const { intake, received, door } = await openQueueDoor(t, broker, queue);
    await until(() => received() === 5);
    const headers = await Promise.all((await intake.waiting(5)).map((name) => intake.readHeader('waiting', name)));
    assert.deepEqual(
      headers.map((header) => [header?.content, header?.fault?.code, header?.fault?.params]),
      [
        ['frame', 'queue.no_properties', { missing: 'messageType, cashCode' }],
        ['frame', 'queue.no_properties', { missing: 'cashCode' }],
        ['frame', 'queue.wrong_type', { type: 'dict' }],
        ['frame', 'queue.no_body', {}],
        ['archive', undefined, undefined],
      ],
    );
    const [first = ''] = await intake.waiting(1);
    const kept = await intake.read('waiting', first);
    assert.ok(kept.kind === 'package' && Buffer.from(kept.body).includes('PK nobody'));
    await door.stop();
    assert.equal(await peer.left(queue), 0);
  });

  test('A4: a message over the limit stays with the broker, is told of, and comes in when the limit is raised', async (t) => {
    const queue = ownQueue();
    const large = randomBytes(3 * MEGABYTE);
    await peer.send(queue, salesMessage('before'));
    await peer.send(queue, salesMessage('large', large));
    await peer.send(queue, salesMessage('after'));
    const limits = { maxMessageBytes: MEGABYTE };
    const opened = await openQueueDoor(t, broker, queue, { door: { limits } });
    await until(() => opened.received() === 2);
    const told = opened.events.find(({ code }) => code === 'queue.held');
    assert.deepEqual([told?.level, told?.params.size, told?.params.limit], ['error', 4, 1]);
    await opened.door.stop();
    assert.equal(await peer.left(queue), 1);
    opened.start({ limits: { maxMessageBytes: 4 * MEGABYTE } });
    await until(() => opened.received() === 3);
    const names = await opened.intake.waiting(3);
    const kept = await opened.intake.read('waiting', names[2] ?? '');
    assert.ok(kept.kind === 'package' && Buffer.from(kept.body).equals(large));
  });

  test('so many messages over the limit that something is wrong: no more are taken, and all of them stay', async (t) => {
    const queue = ownQueue();
    for (const id of ['a', 'b', 'c']) await peer.send(queue, salesMessage(id, randomBytes(5000)));
    const limits = { maxMessageBytes: 4000, maxHeld: 2 };
    const { door, codes } = await openQueueDoor(t, broker, queue, { door: { limits } });
    await until(() => codes().includes('queue.stands'));
    await door.stop();
    assert.deepEqual(codes(), ['queue.connected', 'queue.held', 'queue.held', 'queue.stands']);
    assert.equal(await peer.left(queue), 3);
  });

  test('a message longer than the window of the line comes through a small memory', async (t) => {
    const queue = ownQueue();
    const body = randomBytes(9 * MEGABYTE);
    await peer.send(queue, salesMessage('long', body));
    const { intake, received } = await openQueueDoor(t, broker, queue);
    await until(() => received() === 1);
    const [name = ''] = await intake.waiting(1);
    const kept = await intake.read('waiting', name);
    assert.ok(kept.kind === 'package' && Buffer.from(kept.body).equals(body));
  });

  test('M31: a broker that is away is waited for and told of once; what was sent meanwhile is there', async (t) => {
    const queue = ownQueue();
    await using proxy = await startTcpProxy({ host: broker.host, port: null });
    const opened = await openQueueDoor(t, broker, queue, { broker: { port: proxy.port } });
    await until(() => opened.codes().includes('queue.lost'));
    await peer.send(queue, salesMessage('meanwhile'));
    proxy.lead(broker.port);
    await until(() => opened.received() === 1);
    proxy.lead(null);
    proxy.cut();
    await until(() => opened.codes().filter((code) => code === 'queue.lost').length === 2);
    await peer.send(queue, salesMessage('later'));
    proxy.lead(broker.port);
    await until(() => opened.received() === 2);
    const states = opened.codes().filter((code) => code.startsWith('queue.'));
    assert.deepEqual(states, ['queue.lost', 'queue.connected', 'queue.lost', 'queue.connected']);
  });

  test('a wrong password is told in the words of the broker', async (t) => {
    const { events } = await openQueueDoor(t, broker, ownQueue(), { broker: { password: 'wrong' } });
    await until(() => events.length > 0);
    assert.equal(events[0]?.code, 'queue.lost');
    assert.match(String(events[0]?.params.cause), /authenticat|unauthorized/i);
  });

  test('the queue can be read over TLS; a certificate that nobody vouches for is refused', async (t) => {
    const queue = ownQueue();
    await peer.send(queue, salesMessage('secret'));
    const place = { port: broker.tlsPort };
    const strange = await openQueueDoor(t, broker, queue, { broker: { ...place, tls: {} } });
    await until(() => strange.events.length > 0);
    assert.match(String(strange.events[0]?.params.cause), /self.signed/);
    await strange.door.stop();
    const { received } = await openQueueDoor(t, broker, queue, {
      broker: { ...place, tls: { ca: tlsFixture.certificate } },
    });
    await until(() => received() === 1);
    assert.deepEqual(strange.stored(), []);
  });

  test('A4: what the disk has no room for goes back into the queue and is taken when there is room', async (t) => {
    const queue = ownQueue();
    await peer.send(queue, salesMessage('large', randomBytes(2 * MEGABYTE)));
    pretendFree(t, 2 * MEGABYTE);
    let now = 1_773_468_000_000;
    const clock = { now: () => now };
    const intake = { clock, limits: { minFreeBytes: MEGABYTE } };
    const { stored, received, codes } = await openQueueDoor(t, broker, queue, { intake });
    await until(() => codes().filter((code) => code === 'package.storage_refused').length > 1);
    assert.deepEqual(stored(), []);
    pretendFree(t, 100 * MEGABYTE);
    now += 60_000;
    await until(() => received() === 1);
  });
});

test('a server that speaks no AMQP, or announces a wild frame, is left and told of', async (t) => {
  const wild = Buffer.from([...Buffer.from('AMQP'), 3, 1, 0, 0, 0x7f, 0xff, 0xff, 0xff, 2, 1, 0, 0]);
  for (const [bytes, why] of [
    [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /protocol|header/i],
    [wild, /frame of 2147483647 bytes/],
  ] as const) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(bytes);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const place = { host: '127.0.0.1', port: address.port, user: 'u', password: 'p' } as AmqpBroker;
    const { events, door } = await openQueueDoor(t, place, 'q');
    await until(() => events.length > 0);
    assert.match(String(events[0]?.params.cause), why);
    await door.stop();
  }
});
