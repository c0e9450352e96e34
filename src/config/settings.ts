/**
 * Every setting of the server on one screen: where it may be written, how it is read, what it is without being written.
 * The table in docs/operations.md is held against this list by a test.
 */
import type { Texts } from './texts.ts';
import * as values from './values.ts';

export type Setting<T = unknown> = {
  /** Name of the environment variable. */
  variable: string;
  /** Name of the command-line option without dashes; null for a secret, which other users of the machine could read there. */
  option: string | null;
  parse: values.Parser<T>;
  /** As a person would write it; `<data>` is the data folder. null = nothing. */
  byDefault: string | null;
  /** A secret comes from the environment or from a file named there (`…_FILE`) and has no default. */
  secret: boolean;
  describe: Texts;
  kind: values.Kind;
  /** Values that fit, for a choice. */
  choices: readonly string[];
};

function setting<T>(
  variable: string,
  option: string,
  parse: values.Parser<T>,
  byDefault: string | null,
  ru: string,
  en: string,
): Setting<T> {
  const kind = values.kindOf(parse);
  const choices = values.choicesOf(parse);
  return { variable, option, parse, byDefault, secret: false, describe: { ru, en }, kind, choices };
}

function secret<T>(variable: string, parse: values.Parser<T>, ru: string, en: string): Setting<T> {
  const describe = { ru, en };
  return {
    variable,
    option: null,
    parse,
    byDefault: null,
    secret: true,
    describe,
    kind: values.kindOf(parse),
    choices: [],
  };
}

/** Settings by the key of smena.config.json; a dot parts group and name. */
export const settings = {
  dataFolder: setting(
    'SMENA_DATA_FOLDER',
    'data',
    values.path,
    './data',
    'Папка данных: база, очередь, архивы',
    'Data folder: database, queue, archives',
  ),
  language: setting(
    'SMENA_LANGUAGE',
    'lang',
    values.language,
    'ru',
    'Язык текстов: ru или en',
    'Language of texts: ru or en',
  ),
  timeZone: setting(
    'SMENA_TIME_ZONE',
    'time-zone',
    values.timeZone,
    'Europe/Moscow',
    'Часовой пояс магазинов, у которых он не задан',
    'Time zone of shops that have none of their own',
  ),
  'http.host': setting(
    'SMENA_HTTP_HOST',
    'http-host',
    values.host,
    '127.0.0.1',
    'Адрес, на котором открыты веб-интерфейс и API',
    'Address on which the web interface and the API listen',
  ),
  'http.port': setting(
    'SMENA_HTTP_PORT',
    'http-port',
    values.port,
    '8080',
    'Порт веб-интерфейса и API',
    'Port of the web interface and the API',
  ),
  'grpc.host': setting(
    'SMENA_GRPC_HOST',
    'grpc-host',
    values.host,
    '0.0.0.0',
    'Адрес, на котором принимаются кассы по протоколу 4',
    'Address on which registers of protocol 4 are received',
  ),
  'grpc.port': setting(
    'SMENA_GRPC_PORT',
    'grpc-port',
    values.port,
    '10001',
    'Порт для касс по протоколу 4',
    'Port for registers of protocol 4',
  ),
  'registers.maxConnections': setting(
    'SMENA_REGISTERS_MAX_CONNECTIONS',
    'registers-max-connections',
    values.count(1, 100_000),
    '4000',
    'Сколько соединений касс держит каждый порт: лишние закрываются сразу',
    'Connections of registers that each port holds: further ones are closed at once',
  ),
  'registers.serverHost': setting(
    'SMENA_REGISTERS_SERVER_HOST',
    'registers-server-host',
    values.host,
    null,
    'Адрес сервера, каким его видят кассы: передаётся им в настройках обмена',
    'Address of the server as registers see it: told to them with their settings',
  ),
  'thrift.host': setting(
    'SMENA_THRIFT_HOST',
    'thrift-host',
    values.host,
    '0.0.0.0',
    'Адрес, на котором принимаются кассы по протоколу 3',
    'Address on which registers of protocol 3 are received',
  ),
  'thrift.port': setting(
    'SMENA_THRIFT_PORT',
    'thrift-port',
    values.port,
    '10002',
    'Порт для касс по протоколу 3',
    'Port for registers of protocol 3',
  ),
  'thrift.tlsCertificate': setting(
    'SMENA_THRIFT_TLS_CERTIFICATE',
    'thrift-tls-certificate',
    values.path,
    null,
    'Сертификат сервера (PEM) для касс по протоколу 3; без него соединения не шифруются',
    'Certificate of the server (PEM) for registers of protocol 3; without it connections are not encrypted',
  ),
  'thrift.tlsKey': setting(
    'SMENA_THRIFT_TLS_KEY',
    'thrift-tls-key',
    values.path,
    null,
    'Ключ этого сертификата (PEM)',
    'Key of that certificate (PEM)',
  ),
  'thrift.tlsClientAuthority': setting(
    'SMENA_THRIFT_TLS_CLIENT_AUTHORITY',
    'thrift-tls-client-authority',
    values.path,
    null,
    'Чьим сертификатам касс верить (PEM): с ним касса без своего сертификата не принимается',
    'Whose certificates of registers to trust (PEM): with it a register without one is turned away',
  ),
  'queue.host': setting(
    'SMENA_QUEUE_HOST',
    'queue-host',
    values.host,
    null,
    'Адрес брокера AMQP 1.0 с очередью касс по протоколу 3; без него очередь не читается',
    'Address of the AMQP 1.0 broker with the queue of registers of protocol 3; without it no queue is read',
  ),
  'queue.port': setting(
    'SMENA_QUEUE_PORT',
    'queue-port',
    values.remotePort,
    '5672',
    'Порт брокера',
    'Port of the broker',
  ),
  'queue.name': setting(
    'SMENA_QUEUE_NAME',
    'queue-name',
    values.words,
    'artix.backward.cs',
    'Имя очереди пакетов продаж у брокера',
    'Name of the queue of sales packages at the broker',
  ),
  'queue.user': secret(
    'SMENA_QUEUE_USER',
    values.words,
    'Имя пользователя у брокера; без него сервер входит анонимно',
    'User at the broker; without it the server enters anonymously',
  ),
  'queue.password': secret('SMENA_QUEUE_PASSWORD', values.words, 'Пароль у брокера', 'Password at the broker'),
  'queue.tls': setting(
    'SMENA_QUEUE_TLS',
    'queue-tls',
    values.toggle,
    'off',
    'Шифровать ли соединение с брокером: on или off',
    'Whether the connection to the broker is encrypted: on or off',
  ),
  'queue.tlsAuthority': setting(
    'SMENA_QUEUE_TLS_AUTHORITY',
    'queue-tls-authority',
    values.path,
    null,
    'Сертификаты, которым верить у брокера (PEM), вместо известных системе',
    'Certificates to trust in the broker (PEM), instead of those known to the system',
  ),
  'registerHttp.host': setting(
    'SMENA_REGISTER_HTTP_HOST',
    'register-http-host',
    values.host,
    '0.0.0.0',
    'Адрес, на котором кассы сообщают состояния по REST',
    'Address on which registers tell their states by REST',
  ),
  'registerHttp.port': setting(
    'SMENA_REGISTER_HTTP_PORT',
    'register-http-port',
    values.port,
    '8081',
    'Порт, на котором кассы сообщают состояния по REST',
    'Port on which registers tell their states by REST',
  ),
  'database.file': setting(
    'SMENA_DATABASE_FILE',
    'database-file',
    values.path,
    '<data>/smena.db',
    'Файл встроенной базы SQLite',
    'File of the embedded SQLite database',
  ),
  'database.url': secret(
    'SMENA_DATABASE_URL',
    values.postgresUrl,
    'Адрес базы PostgreSQL вместо встроенной',
    'Address of a PostgreSQL database instead of the embedded one',
  ),
  'folders.waiting': setting(
    'SMENA_FOLDERS_WAITING',
    'folders-waiting',
    values.path,
    '<data>/queue/waiting',
    'Пакеты, которые ждут записи в базу',
    'Packages that wait to be loaded',
  ),
  'folders.processed': setting(
    'SMENA_FOLDERS_PROCESSED',
    'folders-processed',
    values.path,
    '<data>/queue/processed',
    'Пакеты, записанные в базу',
    'Packages that were loaded',
  ),
  'folders.error': setting(
    'SMENA_FOLDERS_ERROR',
    'folders-error',
    values.path,
    '<data>/queue/error',
    'Пакеты, не записанные из-за ошибки базы',
    'Packages that failed because of the database',
  ),
  'folders.broken': setting(
    'SMENA_FOLDERS_BROKEN',
    'folders-broken',
    values.path,
    '<data>/queue/broken',
    'Пакеты неверного формата',
    'Packages of a wrong format',
  ),
  'folders.processedArchive': setting(
    'SMENA_FOLDERS_PROCESSED_ARCHIVE',
    'folders-processed-archive',
    values.path,
    '<data>/backup/processed_archive',
    'Архивы записанных пакетов',
    'Archives of loaded packages',
  ),
  'folders.errorArchive': setting(
    'SMENA_FOLDERS_ERROR_ARCHIVE',
    'folders-error-archive',
    values.path,
    '<data>/backup/error_archive',
    'Архивы пакетов с ошибкой базы',
    'Archives of packages that failed',
  ),
  'folders.brokenArchive': setting(
    'SMENA_FOLDERS_BROKEN_ARCHIVE',
    'folders-broken-archive',
    values.path,
    '<data>/backup/broken_archive',
    'Архивы пакетов неверного формата',
    'Archives of packages of a wrong format',
  ),
  'folders.exchange': setting(
    'SMENA_FOLDERS_EXCHANGE',
    'folders-exchange',
    values.path,
    '<data>/exchange',
    'Папка обмена с АСТУ',
    'Folder of the exchange with the ERP',
  ),
  minFreeBytes: setting(
    'SMENA_MIN_FREE_BYTES',
    'min-free-bytes',
    values.size('0', '64 GiB'),
    '512 MiB',
    'Сколько места на диске оставлять свободным: ниже пакеты не принимаются',
    'Disk space to keep free: below it packages are refused',
  ),
  'packageLimits.maxMessageBytes': setting(
    'SMENA_PACKAGE_LIMITS_MAX_MESSAGE_BYTES',
    'package-limits-max-message-bytes',
    values.size('64 KiB', '1 GiB'),
    '64 MiB',
    'Наибольший пакет от кассы',
    'Largest package of a register',
  ),
  'packageLimits.maxInFlightBytes': setting(
    'SMENA_PACKAGE_LIMITS_MAX_IN_FLIGHT_BYTES',
    'package-limits-max-in-flight-bytes',
    values.size('64 KiB', '4 GiB'),
    '16 MiB',
    'Сколько байт принимается одновременно от всех касс',
    'Bytes being received at once from all registers',
  ),
  'packageLimits.maxExpandedBytes': setting(
    'SMENA_PACKAGE_LIMITS_MAX_EXPANDED_BYTES',
    'package-limits-max-expanded-bytes',
    values.size('64 KiB', '480 MiB'),
    '256 MiB',
    'Наибольший файл продаж после распаковки',
    'Largest sales file after unpacking',
  ),
  'packageLimits.maxEntries': setting(
    'SMENA_PACKAGE_LIMITS_MAX_ENTRIES',
    'package-limits-max-entries',
    values.count(1, 1000),
    '16',
    'Наибольшее число файлов в пакете',
    'Largest number of files in a package',
  ),
  'transfers.confirmFromDays': setting(
    'SMENA_TRANSFERS_CONFIRM_FROM_DAYS',
    'transfers-confirm-from-days',
    values.count(1, 7),
    '7',
    'С какого числа дней загрузку за период нужно подтвердить',
    'From how many days on the load of a period must be confirmed',
  ),
  'rearm.silentAfterMs': setting(
    'SMENA_REARM_SILENT_AFTER_MS',
    'rearm-silent-after-ms',
    values.duration('1 s', '24 h'),
    '30 min',
    'Сколько касса может молчать в рабочее время, прежде чем её спросят снова',
    'How long a register may be silent in trading hours before it is asked again',
  ),
  'rearm.firstPauseMs': setting(
    'SMENA_REARM_FIRST_PAUSE_MS',
    'rearm-first-pause-ms',
    values.duration('100 ms', '24 h'),
    '2 min',
    'Сколько ждать до первого повторного запроса; с каждой неудачей пауза удваивается',
    'How long to wait before a register is asked again; doubled with each ask that brought nothing',
  ),
  'rearm.longestPauseMs': setting(
    'SMENA_REARM_LONGEST_PAUSE_MS',
    'rearm-longest-pause-ms',
    values.duration('100 ms', '168 h'),
    '1 h',
    'Самая длинная пауза между повторными запросами одной кассы',
    'Longest pause between asks of one register',
  ),
  'rearm.gapDays': setting(
    'SMENA_REARM_GAP_DAYS',
    'rearm-gap-days',
    values.count(1, 3_660),
    '31',
    'За сколько последних дней пропуски номеров запрашиваются сами; более старые – по решению человека',
    'For how many past days gaps in receipt numbers are asked for by themselves; older ones when a person decides',
  ),
  'registers.clockToleranceMs': setting(
    'SMENA_REGISTERS_CLOCK_TOLERANCE_MS',
    'registers-clock-tolerance-ms',
    values.duration('1 min', '24 h'),
    '15 min',
    'На сколько часы кассы могут отличаться от часов сервера без предупреждения',
    'How far the clock of a register may be from that of the server without a warning',
  ),
  'exports.openShiftIntervalMs': setting(
    'SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS',
    'exports-open-shift-interval-ms',
    values.duration('0 ms', '24 h'),
    '60 s',
    'Как часто выгружать открытую смену',
    'How often an open shift is exported',
  ),
};

export type SettingKey = keyof typeof settings;
export type SettingValues = {
  [K in SettingKey]: (typeof settings)[K] extends Setting<infer T> ? T : never;
};

export const settingKeys = Object.keys(settings) as SettingKey[];
