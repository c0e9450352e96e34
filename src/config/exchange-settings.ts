/** Settings of the exchange with the ERP. */
import { secret, setting } from './setting.ts';
import * as values from './values.ts';

export const exchangeSettings = {
  'exports.openShiftIntervalMs': setting(
    'SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS',
    'exports-open-shift-interval-ms',
    values.duration('0 ms', '24 h'),
    '60 s',
    'Как часто выгружать открытую смену',
    'How often an open shift is exported',
  ),
  'exports.lookIntervalMs': setting(
    'SMENA_EXPORTS_LOOK_INTERVAL_MS',
    'exports-look-interval-ms',
    values.duration('100 ms', '1 h'),
    '5 s',
    'Как часто смотреть в папку обмена: что АСТУ забрала и что запросила',
    'How often to look into the exchange folder: what the ERP has taken and what it asks for',
  ),
  'exports.notTakenAfterMs': setting(
    'SMENA_EXPORTS_NOT_TAKEN_AFTER_MS',
    'exports-not-taken-after-ms',
    values.duration('1 s', '168 h'),
    '30 min',
    'Сколько файл может ждать АСТУ без предупреждения',
    'How long a file may wait for the ERP without a warning',
  ),
  'push.url': setting(
    'SMENA_PUSH_URL',
    'push-url',
    values.httpUrl,
    null,
    'Куда отправлять изменения смен по HTTP; без адреса не отправляются',
    'Where changes of shifts are sent by HTTP; without an address they are not',
  ),
  'push.secret': secret(
    'SMENA_PUSH_SECRET',
    values.words,
    'Ключ, которым подписано отправленное (HMAC-SHA-256)',
    'Key by which what is sent is signed (HMAC-SHA-256)',
  ),
};
