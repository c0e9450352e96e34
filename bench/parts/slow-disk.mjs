/**
 * Loaded into the server before its own code: every flush of a file takes as long as a disk of so many bytes a second
 * would need for it, one flush at a time. The server itself is untouched, it only meets a slow disk.
 * BENCH_DISK_BYTES_PER_SECOND sets the speed.
 */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const bytesPerSecond = Number(process.env.BENCH_DISK_BYTES_PER_SECOND);
const smallest = 4096;

const probe = await open(process.execPath, 'r');
const prototype = Object.getPrototypeOf(probe);
await probe.close();

let disk = Promise.resolve();
for (const name of ['sync', 'datasync']) {
  const flush = prototype[name];
  prototype[name] = function slowFlush() {
    const flushed = disk.then(async () => {
      const { size } = await this.stat();
      await sleep((Math.max(size, smallest) / bytesPerSecond) * 1000);
      await flush.call(this);
    });
    disk = flushed.catch(() => undefined);
    return flushed;
  };
}
