/** Settings of the line from this server to a server above it (M17). */
import { type Setting, setting } from './setting.ts';
import * as values from './values.ts';

export const upperSettings = {
  'upper.host': setting(
    'SMENA_UPPER_HOST',
    'upper-host',
    values.host,
    null,
    'Адрес верхнего сервера, которому передаются принятые пакеты; без него ничего не передаётся',
    'Address of the upper server to which packages that were accepted are forwarded; without it nothing is forwarded',
  ),
  'upper.port': setting(
    'SMENA_UPPER_PORT',
    'upper-port',
    values.remotePort,
    '10001',
    'Порт верхнего сервера, на котором он принимает кассы по протоколу 4',
    'Port of the upper server on which it receives registers of protocol 4',
  ),
  'upper.serverCode': setting(
    'SMENA_UPPER_SERVER_CODE',
    'upper-server-code',
    values.serverCode,
    null,
    'Код этого сервера магазина, под которым он заведён на верхнем сервере',
    'Code of this store server under which it was added on the upper server',
  ),
  'upper.tls': setting(
    'SMENA_UPPER_TLS',
    'upper-tls',
    values.toggle,
    'on',
    'Шифровать ли линию к верхнему серверу: on или off',
    'Whether the line to the upper server is encrypted: on or off',
  ),
  'upper.tlsAuthority': setting(
    'SMENA_UPPER_TLS_AUTHORITY',
    'upper-tls-authority',
    values.path,
    null,
    'Сертификаты, которым верить у верхнего сервера (PEM), вместо известных системе',
    'Certificates to trust in the upper server (PEM), instead of those known to the system',
  ),
  'upper.tlsCertificate': setting(
    'SMENA_UPPER_TLS_CERTIFICATE',
    'upper-tls-certificate',
    values.path,
    null,
    'Сертификат этого сервера магазина (PEM), который он показывает верхнему',
    'Certificate of this store server (PEM) that it shows to the upper one',
  ),
  'upper.tlsKey': setting(
    'SMENA_UPPER_TLS_KEY',
    'upper-tls-key',
    values.path,
    null,
    'Ключ этого сертификата (PEM)',
    'Key of that certificate (PEM)',
  ),
  'upper.bytesPerSecond': setting(
    'SMENA_UPPER_BYTES_PER_SECOND',
    'upper-bytes-per-second',
    values.size('1 KiB', '1 GiB'),
    null,
    'Сколько байт в секунду отдавать верхнему серверу, не больше; без этого – сколько пропустит связь',
    'Bytes that go to the upper server in a second, at most; without it as many as the line takes',
  ),
  'upper.firstPauseMs': setting(
    'SMENA_UPPER_FIRST_PAUSE_MS',
    'upper-first-pause-ms',
    values.duration('10 ms', '1 h'),
    '1 s',
    'Сколько ждать после первой неудачи на линии; с каждой следующей пауза удваивается',
    'How long to wait after the first failure of the line; doubled with each further one',
  ),
  'upper.longestPauseMs': setting(
    'SMENA_UPPER_LONGEST_PAUSE_MS',
    'upper-longest-pause-ms',
    values.duration('10 ms', '24 h'),
    '60 s',
    'Самая длинная пауза между попытками',
    'Longest pause between attempts',
  ),
  'upper.notMovingAfterMs': setting(
    'SMENA_UPPER_NOT_MOVING_AFTER_MS',
    'upper-not-moving-after-ms',
    values.duration('1 s', '168 h'),
    '30 min',
    'Сколько линия может стоять с непереданными пакетами без предупреждения',
    'How long the line may stand still with packages to forward without a warning',
  ),
};

type UpperSettings = typeof upperSettings;
type UpperValues = { [K in keyof UpperSettings]: UpperSettings[K] extends Setting<infer T> ? T : never };

/** The line as it is used. Paths of PEM files; `bytesPerSecond` null = no limit. */
export type UpperLine = {
  host: string;
  port: number;
  serverCode: string;
  tls: boolean;
  tlsAuthority: string | null;
  tlsCertificate: string | null;
  tlsKey: string | null;
  bytesPerSecond: number | null;
  firstPauseMs: number;
  longestPauseMs: number;
  notMovingAfterMs: number;
};

/** Null = nothing is forwarded. */
export function upperLineOf(values: UpperValues): UpperLine | null {
  const host: string | null = values['upper.host'];
  const serverCode: string | null = values['upper.serverCode'];
  if (host === null || serverCode === null) return null;
  return {
    host,
    serverCode,
    port: values['upper.port'],
    tls: values['upper.tls'],
    tlsAuthority: values['upper.tlsAuthority'],
    tlsCertificate: values['upper.tlsCertificate'],
    tlsKey: values['upper.tlsKey'],
    bytesPerSecond: values['upper.bytesPerSecond'],
    firstPauseMs: values['upper.firstPauseMs'],
    longestPauseMs: values['upper.longestPauseMs'],
    notMovingAfterMs: values['upper.notMovingAfterMs'],
  };
}
