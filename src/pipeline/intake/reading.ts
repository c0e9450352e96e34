/** Looking at packages where they are: in a folder, or in the archive for which they have left it. */
import { join } from 'node:path';
import { statIfThere } from '../../platform/durable-file.ts';
import { decodeHeader, isPackageName, type PackageHeader } from './package-file.ts';
import type { IntakeFolders, PackageState } from './package-folders.ts';
import type { PackedFile, PackedPackages } from './packed-packages.ts';
import { decodeRead, type ReadResult, readPackage, readPackageHeader } from './read-package.ts';
import { decodeReason, readReason, type WrittenReason } from './reason-file.ts';
import type { WaitingLine } from './waiting-line.ts';

export type Reading = {
  read(state: PackageState, name: string): Promise<ReadResult>;
  readHeader(state: PackageState, name: string): Promise<PackageHeader | undefined>;
  reason(state: PackageState, name: string): Promise<WrittenReason | undefined>;
};

/** A name that this station does not give is that of no package, wherever it leads. */
export function createReading(parts: { folders: IntakeFolders; packed: PackedPackages; line: WaitingLine }): Reading {
  const { folders, packed, line } = parts;

  async function unpacked(state: PackageState, name: string): Promise<PackedFile | undefined> {
    return state !== 'waiting' && packed.find(name)?.state === state ? packed.read(name) : undefined;
  }

  return {
    async read(state, name) {
      if (!isPackageName(name)) return { kind: 'missing' };
      const result = await readPackage(join(folders[state], name));
      if (result.kind !== 'missing') return result;
      if (state === 'waiting') line.remove(name);
      const content = await unpacked(state, name);
      return content === undefined ? result : decodeRead(name, content.file);
    },
    async readHeader(state, name) {
      if (!isPackageName(name)) return undefined;
      const path = join(folders[state], name);
      if ((await statIfThere(path)) !== undefined) return readPackageHeader(path);
      const content = await unpacked(state, name);
      return content === undefined ? undefined : decodeHeader(content.file)?.header;
    },
    async reason(state, name) {
      if (!isPackageName(name)) return undefined;
      const written = await readReason(folders[state], name);
      if (written !== undefined) return written;
      const reason = (await unpacked(state, name))?.reason ?? null;
      return reason === null ? undefined : decodeReason(reason.toString('utf8'));
    },
  };
}
