/** Why a server did not start, as a refusal with a code of the catalogue: a door that stays shut, a database of no use. */
import type { Config } from '../config.ts';
import type { ErrorCode, MessageParams } from '../messages/messages.ts';
import { DatabaseUnavailable, SchemaMismatch } from '../platform/database/database.ts';

export type StartRefusal = { ok: false; code: ErrorCode; params: MessageParams };

export type Door = 'http' | 'grpc' | 'thrift' | 'registerHttp';

const OPTIONS: Record<Door, string> = { http: 'http', grpc: 'grpc', thrift: 'thrift', registerHttp: 'register-http' };

/** The port of a door could not be had; the cause is what the system said. */
class ShutDoor extends Error {
  override name = 'ShutDoor';
  readonly door: Door;
  readonly taken: boolean;

  constructor(door: Door, cause: Error) {
    super(cause.message, { cause });
    this.door = door;
    this.taken = 'code' in cause && cause.code === 'EADDRINUSE';
  }
}

/** A file that a setting names is of no use; the cause is what the system said. */
export class UnusableFile extends Error {
  override name = 'UnusableFile';
  readonly setting: string;
  readonly path: string;

  constructor(setting: string, path: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.setting = setting;
    this.path = path;
  }
}

/** Waits for a door; what the system says of its address is told with the name of the door. */
export async function doorOpened<T>(door: Door, opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (cause) {
    const ofSystem =
      cause instanceof Error && 'syscall' in cause && /^(listen|bind|getaddrinfo)/.test(`${cause.syscall}`);
    throw ofSystem ? new ShutDoor(door, cause) : cause;
  }
}

/** The refusal that a failure of the start means; a surprise is thrown on. */
export function startRefusal(config: Pick<Config, Door>, cause: unknown): StartRefusal {
  if (cause instanceof ShutDoor) {
    const { host, port } = config[cause.door];
    const params = {
      host,
      port,
      setting: `${cause.door}.port`,
      option: `--${OPTIONS[cause.door]}-port`,
      cause: cause.message,
    };
    return { ok: false, code: cause.taken ? 'serve.port_taken' : 'serve.port_refused', params };
  }
  if (cause instanceof UnusableFile) {
    const { setting, path, message } = cause;
    return { ok: false, code: 'serve.file_unusable', params: { setting, path, cause: message } };
  }
  return databaseRefusal(cause);
}

/** The refusal that a failure of the database means; a surprise is thrown on. */
export function databaseRefusal(cause: unknown): StartRefusal {
  if (cause instanceof SchemaMismatch) return { ok: false, code: cause.code, params: { migration: cause.migration } };
  if (!(cause instanceof DatabaseUnavailable)) throw cause;
  return { ok: false, code: 'database.unreachable', params: { cause: cause.message } };
}
