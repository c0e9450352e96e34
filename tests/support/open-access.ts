/** Servers of tests ask nobody to log in, unless the test is about who gets in: the one place that says so. */
export const OPEN_ACCESS = { SMENA_HTTP_ACCESS: 'open' } as const;
