/** Changes for good, and the same changes tried out (`?dryRun=true`). */
import type { z } from 'zod';
import type { changeQuery } from '../../../contracts/web-api.ts';

/** Functions that change something, and `rehearse`, which hands over others whose every effect is undone afterwards. */
export type Changing<F> = F & { rehearse: <T>(work: (functions: F) => Promise<T>) => Promise<T> };

/** Does the work for good, or only tries it; the answer is the same. A refusal thrown by the work goes on. */
export function change<F, T>(
  functions: Changing<F>,
  { dryRun }: z.infer<typeof changeQuery>,
  work: (functions: F) => Promise<T>,
): Promise<T> {
  return dryRun === 'true' ? functions.rehearse(work) : work(functions);
}
