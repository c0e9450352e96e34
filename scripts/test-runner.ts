/**
 * Runs the test files that are named, several at once, begun in the order given: Node's command line sorts them by name.
 * Options of Node before this file hold for the processes of the tests as well. Ends with 1 when a test fails, and by the
 * signal that interrupts it, with the processes of the tests.
 */
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { endLike } from './child.mjs';

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    /** How many files run at once. */
    'test-concurrency': { type: 'string', default: '1' },
    /** After so many ms a test, or a file, counts as hanging. */
    'test-timeout': { type: 'string' },
    'test-name-pattern': { type: 'string', multiple: true, default: [] },
    'test-skip-pattern': { type: 'string', multiple: true, default: [] },
    'test-only': { type: 'boolean', default: false },
  },
});

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interruption.abort();
    process.once('exit', () => endLike({ code: null, signal }));
  });
}

run({
  files,
  signal: interruption.signal,
  concurrency: Number(values['test-concurrency']),
  timeout: Number(values['test-timeout'] ?? Number.POSITIVE_INFINITY),
  testNamePatterns: values['test-name-pattern'],
  testSkipPatterns: values['test-skip-pattern'],
  only: values['test-only'],
})
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
