/** Servers of tests ask nobody to log in and take registers without encryption, unless the test is about that: the one place that says so. */
export const OPEN_ACCESS = { SMENA_HTTP_ACCESS: 'open', SMENA_REGISTERS_PLAINTEXT: 'on' } as const;
