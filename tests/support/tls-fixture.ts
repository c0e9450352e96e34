/** A certificate of a server on this machine that nobody has signed but itself, and its key. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = (name: string) => join(import.meta.dirname, '../fixtures/tls', name);
const certificateFile = file('register-door.certificate.pem');
const keyFile = file('register-door.key.pem');

export const tlsFixture = {
  certificateFile,
  keyFile,
  certificate: readFileSync(certificateFile),
  key: readFileSync(keyFile),
};

/** Settings of a server that takes registers by TLS alone, for tests of what is wrong with a server: nothing is. */
export const SECURED_LINES = {
  SMENA_REGISTERS_PLAINTEXT: 'off',
  SMENA_REGISTERS_TLS_CERTIFICATE: certificateFile,
  SMENA_REGISTERS_TLS_KEY: keyFile,
} as const;
