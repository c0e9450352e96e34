/** How registers come (M18), put together from its settings. Paths of PEM files. */
import type { SettingValues } from './settings.ts';

export type RegisterLine = {
  plaintext: boolean;
  tlsCertificate: string | null;
  tlsKey: string | null;
  tlsClientAuthority: string | null;
  tlsRevoked: string | null;
  /** What registers that come by TLS must show, and those that show no certificate. */
  certificates: 'asked' | 'required';
  tokens: 'asked' | 'required';
  /** Addresses and networks; null = all. */
  addresses: readonly string[] | null;
};

export type RegisterHttpConfig = { host: string; port: number; plaintext: boolean };

type LineValues = Pick<SettingValues, Extract<keyof SettingValues, `registers.${keyof RegisterLine}`>>;

export function lineOf(values: LineValues): RegisterLine {
  return {
    plaintext: values['registers.plaintext'],
    tlsCertificate: values['registers.tlsCertificate'],
    tlsKey: values['registers.tlsKey'],
    tlsClientAuthority: values['registers.tlsClientAuthority'],
    tlsRevoked: values['registers.tlsRevoked'],
    certificates: values['registers.certificates'],
    tokens: values['registers.tokens'],
    addresses: values['registers.addresses'],
  };
}

/** The REST port of states goes with the others unless it is set otherwise. */
export function registerHttpOf(
  values: Pick<
    SettingValues,
    'registerHttp.host' | 'registerHttp.port' | 'registerHttp.plaintext' | 'registers.plaintext'
  >,
): RegisterHttpConfig {
  return {
    host: values['registerHttp.host'],
    port: values['registerHttp.port'],
    plaintext: values['registerHttp.plaintext'] ?? values['registers.plaintext'],
  };
}
