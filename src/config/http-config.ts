/** How pages and API are reached, put together from their settings. */
import type { SettingValues } from './settings.ts';

export type HttpConfig = {
  host: string;
  port: number;
  /** Whether people log in; `open` on a loopback address only. */
  access: 'required' | 'open';
  /** How browsers see the server when a proxy stands before it. */
  publicUrl: string | null;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  proxies: readonly string[] | null;
  /** Whether the port speaks https, by the files that are named or by those of the built-in authority. Paths of PEM files. */
  tls: boolean;
  tlsCertificate: string | null;
  tlsKey: string | null;
  /** Of one person or key. */
  requestsPerMinute: number;
  /** Of the port. */
  maxConnections: number;
  /** For a request to come whole, and for a reader to take something. */
  slowestMs: number;
};

type HttpValues = Pick<
  SettingValues,
  | 'http.host'
  | 'http.port'
  | 'http.access'
  | 'http.publicUrl'
  | 'http.proxies'
  | 'http.tls'
  | 'http.tlsCertificate'
  | 'http.tlsKey'
  | 'http.requestsPerMinute'
  | 'http.maxConnections'
  | 'http.slowestMs'
>;

export function httpOf(values: HttpValues): HttpConfig {
  return {
    host: values['http.host'],
    port: values['http.port'],
    access: values['http.access'],
    publicUrl: values['http.publicUrl'],
    proxies: values['http.proxies'],
    tls: values['http.tls'] ?? values['http.tlsCertificate'] !== null,
    tlsCertificate: values['http.tlsCertificate'],
    tlsKey: values['http.tlsKey'],
    requestsPerMinute: values['http.requestsPerMinute'],
    maxConnections: values['http.maxConnections'],
    slowestMs: values['http.slowestMs'],
  };
}
