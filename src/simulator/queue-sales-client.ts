/**
 * The other way of a register of protocol 3 (registers §11): no handshake and no answer of the server, a package is a message
 * that the broker has. One connection serves a session.
 */
import rhea, { type Connection, type Delivery, type EventContext, type Message, type Sender } from 'rhea';
import type { SalesClient, WirePackage } from './sales-client.ts';

export type QueueAddress = {
  host: string;
  port: number;
  /** Name of the queue. */
  name: string;
  user: string;
  password: string;
};

/** A client of a broker; nothing is connected before the first message. */
export function createQueueSalesClient(queue: QueueAddress): SalesClient {
  let session: Promise<Session> | undefined;
  let running: Connection | undefined;
  const open = () => {
    session ??= openSession(queue, (connection) => {
      running = connection;
    });
    return session;
  };
  return {
    handshake: async () => ({ connectionAccepted: true, compabilityVersions: [1], description: '' }),
    openLoad() {
      const sent: string[] = [];
      return {
        async send(message) {
          await (await open()).send(messageOf(message));
          sent.push(message.id);
        },
        finish: async () => ({ success: true, requestId: sent, description: '' }),
      };
    },
    cut: () => void running?.socket?.destroy(new Error('cut')),
    close: () => running?.close(),
  };
}

/** The spelling is that of the registers. */
function messageOf(sales: WirePackage): Message {
  const byShifts = sales.typeOfSales === 'BY_SHIFT';
  const range = byShifts
    ? { CSReguestBeginShift: sales.shiftNumberBegin ?? '', CSReguestEndShift: sales.shiftNumberEnd ?? '' }
    : { CSReguestBegin: sales.dateTimeBegin ?? '', CSReguestEnd: sales.dateTimeEnd ?? '' };
  return {
    durable: true,
    message_id: sales.id,
    application_properties: {
      messageType: 'sale',
      compressMethod: 'zip',
      cashCode: sales.cashId,
      cashUnloadState: sales.cashUnloadState ?? '',
      salesId: sales.id,
      saleType: byShifts ? 'shifts' : 'dates',
      ...range,
      shopId: sales.shopId,
    },
    body: rhea.message.data_section(Buffer.from(sales.saleFile)),
  };
}

type Session = { send(message: Message): Promise<void> };

async function openSession(queue: QueueAddress, begun: (connection: Connection) => void): Promise<Session> {
  const { host, port, user: username, password, name } = queue;
  const connection = rhea.create_container().create_connection({ host, port, username, password, reconnect: false });
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  for (const event of ['connection_error', 'disconnected', 'sender_error', 'session_error', 'error'])
    connection.on(event, ({ error }: EventContext) => over.reject(new Error(`the broker: ${error ?? event}`)));
  begun(connection);
  connection.connect();
  const sender = connection.open_sender({ target: name });
  await Promise.race([heard(sender, 'sendable'), over.promise]);
  return {
    async send(message) {
      const delivery = sender.send(message);
      await Promise.race([heard(sender, 'accepted', delivery), refused(sender, delivery), over.promise]);
    },
  };
}

function heard(sender: Sender, event: string, delivery?: Delivery): Promise<void> {
  return new Promise((resolve) => {
    sender.on(event, (context: EventContext) => {
      if (delivery === undefined || context.delivery === delivery) resolve();
    });
  });
}

async function refused(sender: Sender, delivery: Delivery): Promise<never> {
  await Promise.race([heard(sender, 'rejected', delivery), heard(sender, 'released', delivery)]);
  throw new Error('the broker did not take the sales');
}
