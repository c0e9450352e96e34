/** Where the pipeline thread begins. */
import { keepCompiledCode } from './compile-cache.ts';

keepCompiledCode();
await import('./pipeline-thread.ts');
