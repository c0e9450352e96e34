/**
 * Loaded into the server before its own code: every flush of a file takes as long as a disk of so many bytes a second
 * would need for it, one flush at a time. The server itself is untouched, it only meets a slow disk.
 * BENCH_DISK_BYTES_PER_SECOND sets the speed.
 */
import files from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const bytesPerSecond = Number(process.env.BENCH_DISK_BYTES_PER_SECOND);
const smallest = 4096;

let disk = Promise.resolve();

/** The flush of a file of `size` bytes after those that were asked for before it. */
function slowly(size, flush) {
  const flushed = disk.then(async () => {
    await sleep((Math.max(await size(), smallest) / bytesPerSecond) * 1000);
    await flush();
  });
  disk = flushed.catch(() => undefined);
  return flushed;
}

// Files that are known by their number …
for (const name of ['fsync', 'fdatasync']) {
  const flush = files[name];
  files[name] = function slowFlush(file, heard) {
    const flushed = slowly(
      () => files.fstatSync(file).size,
      () => new Promise((resolve, reject) => flush(file, (cause) => (cause ? reject(cause) : resolve()))),
    );
    flushed.then(() => heard(null), heard);
  };
}
syncBuiltinESMExports();

// … and by a handle.
const probe = await open(process.execPath, 'r');
const prototype = Object.getPrototypeOf(probe);
await probe.close();
for (const name of ['sync', 'datasync']) {
  const flush = prototype[name];
  prototype[name] = function slowFlush() {
    return slowly(
      async () => (await this.stat()).size,
      () => flush.call(this),
    );
  };
}
