/** Settings of asking registers: when a stage of a load has lasted too long, and what travels to command services. */
import { setting } from './setting.ts';
import * as values from './values.ts';

export const askingSettings = {
  'transfers.requestedMs': setting(
    'SMENA_TRANSFERS_REQUESTED_MS',
    'transfers-requested-ms',
    values.duration('1 s', '168 h'),
    '10 min',
    'Сколько загрузка может стоять, пока касса не приняла запрос',
    'How long a load may stand while the register has not taken the request',
  ),
  'transfers.acceptedMs': setting(
    'SMENA_TRANSFERS_ACCEPTED_MS',
    'transfers-accepted-ms',
    values.duration('1 s', '168 h'),
    '2 min',
    'Сколько загрузка может стоять, пока касса приняла запрос и молчит',
    'How long a load may stand while the register has taken the request and is silent',
  ),
  'transfers.preparingMs': setting(
    'SMENA_TRANSFERS_PREPARING_MS',
    'transfers-preparing-ms',
    values.duration('1 s', '168 h'),
    '15 min',
    'Сколько загрузка может стоять, пока касса готовит продажи',
    'How long a load may stand while the register prepares its sales',
  ),
  'transfers.sentMs': setting(
    'SMENA_TRANSFERS_SENT_MS',
    'transfers-sent-ms',
    values.duration('1 s', '168 h'),
    '2 min',
    'Сколько загрузка может стоять, пока касса сообщила, что отправила, а пакета нет',
    'How long a load may stand while the register says that it has sent and no package is here',
  ),
  'transfers.receivedMs': setting(
    'SMENA_TRANSFERS_RECEIVED_MS',
    'transfers-received-ms',
    values.duration('1 s', '168 h'),
    '10 min',
    'Сколько загрузка может стоять, пока пакет на диске и не записан',
    'How long a load may stand while the package is on disk and not written',
  ),
  'transfers.loadedMs': setting(
    'SMENA_TRANSFERS_LOADED_MS',
    'transfers-loaded-ms',
    values.duration('1 s', '168 h'),
    '5 min',
    'Сколько загрузка может стоять, пока пакет записан и не сверен',
    'How long a load may stand while the package is written and not checked',
  ),
  'registers.commandCashCode': setting(
    'SMENA_REGISTERS_COMMAND_CASH_CODE',
    'registers-command-cash-code',
    values.idOrCode,
    'id',
    'Что передаётся службе команд кассы как cashCode: идентификатор или код',
    'What is handed to the command service of a register as cashCode: its id or its code',
  ),
};
