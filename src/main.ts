/** The executable. */
import { keepCompiledCode } from './wiring/compile-cache.ts';

keepCompiledCode();
await import('./wiring/command-line.ts');
