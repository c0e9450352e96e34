/** What a server of a store says in the metadata of its calls (M17): who it is, and of a package what the message has no field for. */
import type { Metadata } from '@grpc/grpc-js';
import type { Door, IncomingPackage } from '../../pipeline/intake/intake.ts';

export type ViaServer = {
  serverCode: string;
  /** The messages are those of registers of the store whose layout was not understood there. */
  isRaw: boolean;
  door: Door;
  shopCode: string | undefined;
  fileName: string | undefined;
};

const DOORS: readonly Door[] = ['grpc', 'file', 'thrift', 'queue'];
/** Longest value in characters; what we write has some twenty. */
const LONGEST = 512;

/** Null = the caller is a register. */
export function viaServer(metadata: Metadata): ViaServer | null {
  const serverCode = textOf(metadata, 'smena-server');
  if (serverCode === undefined) return null;
  const door = textOf(metadata, 'smena-door');
  return {
    serverCode,
    isRaw: textOf(metadata, 'smena-raw') !== undefined,
    door: DOORS.find((one) => one === door) ?? 'grpc',
    shopCode: textOf(metadata, 'smena-shop-code'),
    fileName: textOf(metadata, 'smena-file-name'),
  };
}

function textOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  if (value === undefined || value.length > LONGEST) return undefined;
  try {
    return decodeURIComponent(String(value));
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
}

/** A package as the server of the store has it. */
export function asBrought(incoming: IncomingPackage, via: ViaServer): IncomingPackage {
  const { serverCode, door, shopCode, fileName } = via;
  return { ...incoming, serverCode, door, shopCode, fileName };
}
