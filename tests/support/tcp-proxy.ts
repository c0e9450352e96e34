/** A wire that can be cut: connections of this machine go through it to a port that may change. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = AsyncDisposable & {
  readonly port: number;
  /** Where new connections lead; null = nobody is there. */
  lead(port: number | null): void;
  /** Breaks every connection there is. */
  cut(): void;
  /** From now on nothing passes through the connections there are, and nobody is told: a line that is dead. */
  freeze(): void;
  /** Breaks the connections when they have carried so many bytes towards the server from now on, once. */
  cutAfter(bytes: number): void;
  /** True from the moment on at which `cutAfter` did its work. */
  hasCut(): boolean;
};

export async function startTcpProxy(target: { host: string; port: number | null }): Promise<TcpProxy> {
  let port = target.port;
  let bytesLeft = Number.POSITIVE_INFINITY;
  let hasCut = false;
  const open = new Set<Socket>();

  function keep(socket: Socket, other: () => Socket): void {
    open.add(socket);
    // A broken wire is what these tests are about; the other side is told by the break alone.
    socket.on('error', () => other().destroy());
    socket.on('close', () => {
      open.delete(socket);
      other().destroy();
    });
  }

  function cut(): void {
    for (const socket of open) socket.resetAndDestroy();
  }

  // Small pieces go on at once: a wire does not wait for more.
  const server = createServer({ noDelay: true }, (inner) => {
    if (port === null) {
      inner.on('error', () => undefined);
      inner.resetAndDestroy();
      return;
    }
    const outer = connect({ port, host: target.host, noDelay: true });
    keep(inner, () => outer);
    keep(outer, () => inner);
    outer.pipe(inner);
    inner.on('data', (bytes: Buffer) => {
      if (bytes.length <= bytesLeft) {
        bytesLeft -= bytes.length;
        if (!outer.write(bytes)) inner.pause();
        return;
      }
      // The beginning of the piece still gets through: a real wire breaks between any two bytes.
      outer.write(bytes.subarray(0, bytesLeft), () => cut());
      bytesLeft = Number.POSITIVE_INFINITY;
      hasCut = true;
    });
    outer.on('drain', () => inner.resume());
    inner.on('end', () => outer.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    lead(other) {
      port = other;
    },
    cut,
    freeze() {
      for (const socket of open) socket.unpipe().pause();
    },
    cutAfter(bytes) {
      bytesLeft = bytes;
      hasCut = false;
    },
    hasCut: () => hasCut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
