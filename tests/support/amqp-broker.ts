/** A RabbitMQ of our own with its AMQP 1.0: a real broker between the tests and the queue of protocol 3. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type EventEmitter, once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import rhea, { type Delivery, type EventContext, type Message } from 'rhea';
import { makeProcessFolder } from '../../src/platform/process-folder.ts';
import { tlsFixture } from './tls-fixture.ts';

/** The program that starts a node, or undefined; `npm test` provides it. */
export const rabbitServer = process.env.SMENA_TEST_RABBITMQ ?? '';
export const amqpBrokerAvailable = rabbitServer !== '';

export type AmqpBroker = AsyncDisposable & {
  host: string;
  port: number;
  tlsPort: number;
  user: string;
  password: string;
};

const startLimitMs = 90_000;

/** Starts a node on free ports of the loopback, with a user nobody knows beforehand; its data go with it. */
export async function startAmqpBroker(): Promise<AmqpBroker> {
  const folder = makeProcessFolder('smena-test-rabbitmq-');
  const [port = 0, tlsPort = 0, distPort = 0, epmdPort = 0] = await freePorts(4);
  const password = randomBytes(12).toString('hex');
  const user = 'smena';
  for (const name of ['data', 'log']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_amqp1_0].\n');
  writeFileSync(join(folder, 'rabbitmq.conf'), configuration({ port, tlsPort, user, password }));
  const env = {
    PATH: process.env.PATH,
    LC_ALL: 'C.UTF-8',
    HOME: folder,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: 'smena@localhost',
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none',
  };
  // The name server of Erlang outlives its nodes unless it is started like this.
  const names = spawn('setpriv', ['--pdeathsig', 'KILL', 'epmd', '-port', String(epmdPort)], { env, stdio: 'ignore' });
  // Goes with us even if we are killed without a chance to tidy up.
  const tied = ['--pdeathsig', 'TERM', rabbitServer];
  const node = spawn('setpriv', tied, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  for (const output of [node.stdout, node.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  const broker: AmqpBroker = {
    host: '127.0.0.1',
    port,
    tlsPort,
    user,
    password,
    async [Symbol.asyncDispose]() {
      await end(node, join(folder, 'pid'));
      names.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await untilReady(broker, node, () => log);
    return broker;
  } catch (cause) {
    await broker[Symbol.asyncDispose]();
    throw cause;
  }
}

function configuration(place: { port: number; tlsPort: number; user: string; password: string }): string {
  const { certificateFile, keyFile } = tlsFixture;
  return [
    `listeners.tcp.1 = 127.0.0.1:${place.port}`,
    `listeners.ssl.1 = 127.0.0.1:${place.tlsPort}`,
    `ssl_options.certfile = ${certificateFile}`,
    `ssl_options.keyfile = ${keyFile}`,
    'ssl_options.verify = verify_none',
    `default_user = ${place.user}`,
    `default_pass = ${place.password}`,
    'amqp1_0.default_user = none',
    'disk_free_limit.absolute = 10MB',
    'log.console.level = info',
    '',
  ].join('\n');
}

async function untilReady(broker: AmqpBroker, node: ChildProcess, log: () => string): Promise<void> {
  const giveUpAt = performance.now() + startLimitMs;
  for (;;) {
    try {
      const peer = await connectPeer(broker);
      await peer.close();
      return;
    } catch (cause) {
      if (node.exitCode !== null || performance.now() > giveUpAt)
        throw new Error(`RabbitMQ did not start:\n${log()}`, { cause });
      await sleep(200);
    }
  }
}

async function end(node: ChildProcess, pidFile: string): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return;
  const ended = once(node, 'exit');
  // The script waits for the virtual machine, which is in its group.
  if (node.pid !== undefined) process.kill(-node.pid, 'SIGKILL');
  await ended;
  rmSync(pidFile, { force: true });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The system gave no port number.');
    return address.port;
  });
  for (const server of servers) server.close();
  return ports;
}

export type Peer = {
  /** Puts a message into the queue; resolves when the broker has it for good. */
  send(queue: string, message: Message | Buffer): Promise<void>;
  /** Messages that lie in the queue while nobody else takes any; they stay in it. */
  left(queue: string): Promise<number>;
  close(): Promise<void>;
};

/** Whoever else speaks with the broker: a route of registers, or a person who looks into the queue. */
export async function connectPeer(place: Pick<AmqpBroker, 'host' | 'port' | 'user' | 'password'>): Promise<Peer> {
  const { host, port, user: username, password } = place;
  const connection = rhea.create_container().connect({ host, port, username, password, reconnect: false });
  await outcome(connection, 'connection_open');
  const peer: Peer = {
    async send(queue, message) {
      const sender = connection.open_sender({ target: queue });
      await outcome(sender, 'sendable');
      const delivery: Delivery = Buffer.isBuffer(message) ? sender.send(message, undefined, 0) : sender.send(message);
      await outcome(sender, 'accepted', (context) => context.delivery === delivery);
      sender.close();
      await outcome(sender, 'sender_close');
    },
    async left(queue) {
      const marker = randomBytes(8).toString('hex');
      await peer.send(queue, { message_id: marker, body: 'marker' } as unknown as Message);
      const receiver = connection.open_receiver({ source: queue, credit_window: 0, autoaccept: false });
      const taken: Delivery[] = [];
      const { promise: found, resolve } = Promise.withResolvers<void>();
      receiver.on('message', ({ delivery, message }: EventContext) => {
        if (delivery === undefined) return;
        if (message?.message_id === marker) {
          delivery.accept();
          resolve();
        } else {
          taken.push(delivery);
          receiver.add_credit(1);
        }
      });
      receiver.add_credit(1);
      await found;
      for (const delivery of taken) delivery.release();
      receiver.close();
      await outcome(receiver, 'receiver_close');
      return taken.length;
    },
    async close() {
      connection.close();
      await outcome(connection, 'connection_close');
    },
  };
  return peer;
}

type Speaker = Pick<EventEmitter, 'on' | 'removeListener'>;

/** Waits for an event; rejects when the other side refuses or goes. */
function outcome(of: Speaker, event: string, isIt: (context: EventContext) => boolean = () => true): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const good = (context: EventContext) => isIt(context) && resolve();
  const bad = (context: EventContext) => reject(new Error(`instead of ${event}: ${String(context.error)}`));
  const bads = ['rejected', 'released', 'receiver_error', 'sender_error', 'connection_error', 'disconnected', 'error'];
  of.on(event, good);
  for (const one of bads) if (one !== event) of.on(one, bad);
  return promise.finally(() => {
    of.removeListener(event, good);
    for (const one of bads) of.removeListener(one, bad);
    // A later break must not be an unheard error.
    of.on('error', () => undefined);
    of.on('disconnected', () => undefined);
  });
}
