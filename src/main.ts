/** The executable. */
import { keepCompiledCode } from './wiring/compile-cache.ts';

// A server runs for months: what half a second less at its start would cost in memory, it would cost all that time.
if (!['serve', 'demo'].includes(process.argv[2] ?? '')) keepCompiledCode();
await import('./wiring/command-line.ts');
