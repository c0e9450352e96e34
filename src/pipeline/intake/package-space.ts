/** Disk space for packages, and the refusals when there is none or the disk fails. */
import type { MessageParams } from '../../messages/messages.ts';
import type { DiskSpace } from '../../platform/disk-space.ts';
import type { LineFaultCode } from '../registers/registers.ts';
import type { ServerFaultCode } from '../store-servers/store-servers.ts';

/** The sender is not the one at this end of the line (M18), or the server of a store may not bring it (M17). */
export type LineRefusalCode = LineFaultCode | ServerFaultCode;

/** `refused` means: not on disk, and the sender must keep it. Params of `load.disk_full` are megabytes. */
export type Refusal = {
  readonly kind: 'refused';
  readonly code: 'load.disk_full' | 'load.storage_failed' | LineRefusalCode;
  readonly params: MessageParams;
};

/** Disk space promised to a package that is still to be read; `bytes` are those of the file it may become. */
export type PackageSpace = { readonly kind: 'space'; readonly bytes: number; release(): void };

const MEGABYTE = 1024 * 1024;

/** Promises bytes on the disk. Refuses when they are not there or when the disk can not be asked. */
export async function promiseSpace(disk: DiskSpace, bytes: number): Promise<PackageSpace | Refusal> {
  try {
    const space = await disk.reserve(bytes);
    return space.ok ? { kind: 'space', bytes, release: space.release } : diskFull(space);
  } catch (cause) {
    return storageFailed(cause);
  }
}

function diskFull(space: { free: number; needed: number }): Refusal {
  const free = Math.max(0, Math.floor(space.free / MEGABYTE));
  return { kind: 'refused', code: 'load.disk_full', params: { free, needed: Math.ceil(space.needed / MEGABYTE) } };
}

/** A refusal for what the system reports (ENOSPC, EIO, EACCES …); anything else is a fault of ours and goes up. */
export function storageFailed(cause: unknown): Refusal {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw cause;
  return { kind: 'refused', code: 'load.storage_failed', params: { cause: code } };
}
