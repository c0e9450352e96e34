import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A new folder that goes with the test. `parent` puts it on another file system. */
export function temporaryFolder(t: Pick<TestContext, 'after'>, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'smena-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder on another file system than the temporary one; undefined where the machine has none. */
export function otherFileSystem(): string | undefined {
  const here = statSync(tmpdir()).dev;
  return ['/dev/shm', '/var/tmp', '/tmp'].find((folder) => {
    const found = statSync(folder, { throwIfNoEntry: false });
    return found !== undefined && found.dev !== here;
  });
}
