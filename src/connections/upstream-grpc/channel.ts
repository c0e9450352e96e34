/** A connection to the upper server that is made anew after a failure: the library would wait longer and longer by itself. */
import { Client, credentials } from '@grpc/grpc-js';

/** PEM texts. Without `ca` the authorities that the system knows count; `cert` and `key` show who this server is. */
export type UpperKeys = { ca?: Buffer; cert?: Buffer; key?: Buffer };

export type Channel = {
  client(): Client;
  /** The next call makes a new connection, with the keys as they are then. */
  renew(): void;
  close(): void;
};

/** The line is pinged after so many ms without a sign of life, and is dead when the answer takes longer than that. */
const PING_MS = 20_000;
const PING_ANSWER_MS = 10_000;

export function createChannel(address: string, keys: () => UpperKeys | null): Channel {
  let current: Client | null = null;
  const renew = () => {
    current?.close();
    current = null;
  };
  return {
    client() {
      current ??= new Client(address, credentialsOf(keys()), {
        'grpc.max_send_message_length': -1,
        'grpc.max_receive_message_length': 4 * 1024 * 1024,
        'grpc.keepalive_time_ms': PING_MS,
        'grpc.keepalive_timeout_ms': PING_ANSWER_MS,
        'grpc.keepalive_permit_without_calls': 1,
        'grpc.use_local_subchannel_pool': 1,
        // Where the line goes is a setting of this server, not one of its environment.
        'grpc.enable_http_proxy': 0,
      });
      return current;
    },
    renew,
    close: renew,
  };
}

function credentialsOf(keys: UpperKeys | null) {
  if (keys === null) return credentials.createInsecure();
  return credentials.createSsl(keys.ca ?? null, keys.key ?? null, keys.cert ?? null);
}
