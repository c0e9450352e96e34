/**
 * A port for machines that may come in plaintext or by TLS, both at once: the first byte tells which (a TLS record begins with
 * 0x16). So a line can be secured one machine after another without a second port. Who must not come in is turned away with a
 * reason before anything of it is read.
 */
import { once } from 'node:events';
import { type AddressInfo, type BlockList, createServer, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  type PeerCertificate,
  type TLSSocket,
  type Server as TlsServer,
} from 'node:tls';
import { limitConnections } from './connection-limit.ts';

/** What the other side has shown: names it stands for, and what people find it by. */
export type ShownCertificate = {
  /** The common name, then the DNS names. */
  names: readonly string[];
  /** Hexadecimal, upper case. */
  serialNumber: string;
  /** SHA-256 of the certificate, hexadecimal with colons, upper case. */
  fingerprint: string;
  /** End of its validity in ms. */
  validToMs: number;
};

/** Who is at the other end of a connection. */
export type Peer = {
  /** IPv4 addresses without the form of IPv6. */
  address: string;
  secure: boolean;
  /** Null = it has shown none, which is possible in plaintext always. */
  certificate: ShownCertificate | null;
  /** A secret that it has said with its call instead; absent = none. Not to be logged. */
  token?: string;
};

/** PEM texts. `ca` are the authorities whose certificates count, `crl` what they have taken back. */
export type LineKeys = { cert: Buffer; key: Buffer; ca?: Buffer[]; crl?: Buffer[] };

/** Who may come in, as it is at the moment. */
export type LineTerms = {
  /** Null = TLS is not spoken; then nobody is let in unless `plaintext` is. */
  keys: LineKeys | null;
  plaintext: boolean;
  /** Whether those who come by TLS must show a certificate; asked for whenever `keys` name an authority. */
  certificateRequired: boolean;
  /** Null = every address. */
  addresses: BlockList | null;
  /** Serial numbers, hexadecimal in upper case, of certificates taken back: who is connected by one is let go. */
  revoked: ReadonlySet<string>;
};

/** Everybody, and nothing is encrypted. */
export const plaintextLine: LineTerms = {
  keys: null,
  plaintext: true,
  certificateRequired: false,
  addresses: null,
  revoked: new Set(),
};

/** Why somebody was turned away; `cause` is what the library said. */
export type LineRefusal = {
  code:
    | 'line.address'
    | 'line.closed'
    | 'line.plaintext'
    | 'line.no_certificate'
    | 'line.certificate_expired'
    | 'line.certificate_too_young'
    | 'line.certificate_revoked'
    | 'line.certificate_foreign'
    | 'line.server_not_trusted'
    | 'line.not_tls';
  address: string;
  certificate: ShownCertificate | null;
  cause: string;
};

export type LineListenerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  terms: LineTerms;
  maxConnections: number;
  /** How long the other side may take to say its first byte and to agree on TLS, in ms. */
  maxGreetingMs: number;
  /** What is spoken inside TLS, offered by ALPN; nothing is offered without it. */
  alpn?: string;
  /** The other side may end its half and still read. */
  allowHalfOpen?: boolean;
  accept: (socket: Socket, peer: Peer) => void;
  onRefused: (refusal: LineRefusal) => void;
  /** Told of the first connection that is one too many. */
  onFull: () => void;
  /** The listening socket failed. */
  onFailure: (cause: Error) => void;
};

export type LineListener = {
  readonly port: number;
  /** Resolves when no connection is left after `refuseNew`. */
  readonly closed: Promise<void>;
  /** From now on these hold; who is connected stays, unless its certificate was taken back. Throws when the keys do not fit, and the old ones stay. */
  change(terms: LineTerms): void;
  refuseNew(): void;
  destroy(): void;
};

const TLS_RECORD = 0x16;

/** Rejects when the port cannot be had; throws when the keys do not fit. */
export async function openLineListener(options: LineListenerOptions): Promise<LineListener> {
  const open = new Set<Socket>();
  const secured = new Map<Socket, Peer>();
  const own: LineListenerOptions = {
    ...options,
    accept(socket, peer) {
      if (peer.certificate !== null) {
        secured.set(socket, peer);
        socket.once('close', () => secured.delete(socket));
      }
      options.accept(socket, peer);
    },
  };
  let current = entranceOf(own, options.terms);
  const server = createServer({ noDelay: true, allowHalfOpen: options.allowHalfOpen ?? false }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    receive(socket, own, current);
  });
  limitConnections(server, options.maxConnections, options.onFull);
  server.listen(options.port, options.host);
  await once(server, 'listening');
  server.on('error', options.onFailure);
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    closed,
    change(terms) {
      current = entranceOf(own, terms);
      for (const [socket, { certificate }] of secured)
        if (certificate !== null && terms.revoked.has(certificate.serialNumber))
          refuse(socket, options, 'line.certificate_revoked', certificate);
    },
    refuseNew: () => server.close(),
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** The terms, and the server that agrees on TLS by them; it listens nowhere and is handed connections. */
type Entrance = { terms: LineTerms; tls: TlsServer | null };

function entranceOf(options: LineListenerOptions, terms: LineTerms): Entrance {
  const { keys } = terms;
  if (keys === null) return { terms, tls: null };
  const tls = createTlsServer({
    ...keys,
    noDelay: true,
    allowHalfOpen: options.allowHalfOpen ?? false,
    handshakeTimeout: options.maxGreetingMs,
    // Judged below, where a reason can be given.
    requestCert: keys.ca !== undefined,
    rejectUnauthorized: false,
    ...(options.alpn === undefined ? {} : { ALPNProtocols: [options.alpn] }),
  });
  tls.on('secureConnection', (socket) => {
    // The other side may look at our certificate when we think that all is agreed.
    socket.once('error', (cause) => {
      if (isDistrust(cause) && !('syscall' in cause))
        refuse(socket, options, 'line.server_not_trusted', shownBy(socket), cause.message);
    });
    judge(socket, options, terms);
  });
  tls.on('tlsClientError', (cause, socket) =>
    refuse(socket, options, isDistrust(cause) ? 'line.server_not_trusted' : 'line.not_tls', null, cause.message),
  );
  return { terms, tls };
}

/** The other side has broken off because of the certificate that we show: some say so, others just leave. */
function isDistrust(cause: Error): boolean {
  const code = 'code' in cause ? String(cause.code) : '';
  return (
    code === 'ECONNRESET' ||
    /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE)/.test(code)
  );
}

function receive(socket: Socket, options: LineListenerOptions, { terms, tls }: Entrance): void {
  const address = addressOf(socket);
  const isAllowed = terms.addresses?.check(address, address.includes(':') ? 'ipv6' : 'ipv4') ?? true;
  const plain = () => {
    if (terms.plaintext) options.accept(socket, { address, secure: false, certificate: null });
    else refuse(socket, options, terms.keys === null ? 'line.closed' : 'line.plaintext', null);
  };
  if (!isAllowed) refuse(socket, options, 'line.address', null);
  else if (tls === null) plain();
  else
    onFirstByte(socket, options.maxGreetingMs, (byte) => {
      if (byte === TLS_RECORD) tls.emit('connection', socket);
      else plain();
    });
}

/** Looks at the first byte and leaves it unread; who says none in time, or leaves, is let go. */
function onFirstByte(socket: Socket, maxMs: number, then: (byte: number) => void): void {
  const look = () => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) return;
    settle();
    socket.unshift(first);
    then(first[0] as number);
  };
  const leave = () => {
    settle();
    socket.destroy();
  };
  const settle = () => {
    socket.off('readable', look).off('end', leave).off('timeout', leave).off('error', leave).setTimeout(0);
  };
  socket.on('readable', look).on('end', leave).on('timeout', leave).on('error', leave).setTimeout(maxMs);
}

function judge(socket: TLSSocket, options: LineListenerOptions, terms: LineTerms): void {
  const certificate = shownBy(socket);
  const fault = certificate === null || socket.authorized ? null : String(socket.authorizationError);
  if (fault !== null) refuse(socket, options, FAULTS[fault] ?? 'line.certificate_foreign', certificate, fault);
  else if (certificate === null && terms.certificateRequired) refuse(socket, options, 'line.no_certificate', null);
  else options.accept(socket, { address: addressOf(socket), secure: true, certificate });
}

/** What OpenSSL calls them; everything else is a certificate that no authority of ours stands for. */
const FAULTS: Record<string, LineRefusal['code']> = {
  CERT_HAS_EXPIRED: 'line.certificate_expired',
  CERT_NOT_YET_VALID: 'line.certificate_too_young',
  CERT_REVOKED: 'line.certificate_revoked',
};

/** Null = none was shown, or none was asked for. */
export function shownBy(socket: TLSSocket): ShownCertificate | null {
  const shown = socket.getPeerCertificate();
  if (shown?.raw === undefined) return null;
  return {
    names: namesOf(shown),
    serialNumber: shown.serialNumber.toUpperCase(),
    fingerprint: shown.fingerprint256,
    validToMs: Date.parse(shown.valid_to),
  };
}

function namesOf({ subject, subjectaltname }: PeerCertificate): string[] {
  const common = [subject?.CN ?? []].flat();
  // In the form of Node: "DNS:one, DNS:two, IP Address:127.0.0.1"; a name with a comma stands in quotes and is no name of ours.
  const others = (subjectaltname ?? '').split(', ').flatMap((entry) => {
    const dns = /^DNS:([^",]+)$/.exec(entry);
    return dns?.[1] === undefined ? [] : [dns[1]];
  });
  return [...new Set([...common, ...others])].filter((name) => name !== '');
}

function refuse(
  socket: Socket,
  options: LineListenerOptions,
  code: LineRefusal['code'],
  certificate: ShownCertificate | null,
  cause = '',
): void {
  const address = addressOf(socket);
  socket.on('error', ignore);
  socket.destroy();
  options.onRefused({ code, address, certificate, cause });
}

/** Asked once while the connection lives it is known afterwards too; that of TLS is known by the socket beneath it. */
function addressOf(socket: Socket): string {
  const beneath = (socket as { _parent?: Socket })._parent;
  return (socket.remoteAddress ?? beneath?.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

function ignore(): void {
  return;
}
