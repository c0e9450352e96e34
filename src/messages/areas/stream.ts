/** Texts of the command stream that registers hold: events of the log, refusals, and why a register could not be asked. */
export const streamEvents = {
  ru: {
    'register.stream_opened':
      'Касса {registerCode} держит поток команд (с адреса {address}, программа {softwareVersion}): её можно запрашивать.',
    'register.stream_refused': 'Поток команд с адреса {address} не принят: {reason}',
    'register.stream_replaced':
      'Касса {registerCode} открыла поток команд ещё раз: прежний, с адреса {before}, закрыт, действует новый, с адреса {address}. Если так повторяется, с этим идентификатором работают две кассы: проверьте их настройки.',
    'register.paired':
      'Касса {registerCode} магазина {shopCode} получила идентификатор {registerId} (с адреса {address}).',
  },
  en: {
    'register.stream_opened':
      'Register {registerCode} holds a command stream (from {address}, software {softwareVersion}): it can be asked.',
    'register.stream_refused': 'A command stream from {address} was not taken: {reason}',
    'register.stream_replaced':
      'Register {registerCode} opened its command stream again: the one before, from {before}, was closed, the new one, from {address}, holds. If that repeats, two registers work with this id: check their settings.',
    'register.paired': 'Register {registerCode} of shop {shopCode} was given the id {registerId} (from {address}).',
  },
} as const;

export const streamWords = {
  ru: {
    'stream.not_ready':
      'Сервер ещё не прочитал список касс: база данных не отвечает. Откройте поток ещё раз через минуту.',
    'stream.no_identity':
      'Касса не назвала себя. Передайте идентификатор, выданный сервером, а если его ещё нет – код кассы и код магазина.',
    'stream.too_long': 'Поле {field} длиной {length} знаков, допустимо {limit}. Проверьте программу кассы.',
    'stream.code_mismatch':
      'Идентификатор {registerId} выдан кассе {registerCode} магазина {shopCode}, а назвалась касса {saidRegister} магазина {saidShop}. Впишите в настройки кассы тот идентификатор, который сервер выдал ей, или исправьте её код.',
    'stream.shop_mismatch':
      'Касса {registerCode} назвала идентификатор магазина {saidShop}, а заведена в другом. Впишите в настройки кассы идентификатор её магазина.',
    'stream.paired_already':
      'Касса {registerCode} магазина {shopCode} уже выходила на связь со своим идентификатором, второй раз он сам не выдаётся. Впишите его в настройки кассы: он стоит в карточке кассы.',
    'stream.too_many': 'Потоков команд уже {limit}, больше сервер не держит. Откройте поток позже.',
    'stream.replaced':
      'Касса {registerCode} открыла другой поток команд, с адреса {address}. Если это не она, проверьте идентификатор в её настройках.',
    'stream.stopping': 'Сервер останавливается. Откройте поток ещё раз через минуту.',
    'stream.failed': 'Внутренняя ошибка сервера. Повторите; если не поможет, посмотрите журнал сервера.',
    'stream.no_command': 'В сообщении нет номера команды или идентификатора кассы. Проверьте программу кассы.',
    'ask.stream_closed':
      'Касса не держит поток команд: она выключена или нет связи. Запрос уйдёт, как только она его откроет.',
    'ask.stream_cut': 'Поток команд кассы оборвался до ответа. Запрос уйдёт снова, когда она откроет поток.',
    'ask.stream_silent': 'Касса не ответила на команду за {seconds} с. Запрос будет повторён.',
    'ask.stream_busy': 'Прежняя команда ещё не ушла в поток кассы: связь стоит. Запрос будет повторён.',
    'ask.stream_refused': 'Касса ответила, что выполнить не может: {message}.',
  },
  en: {
    'stream.not_ready':
      'The server has not read its registers yet: the database does not answer. Open the stream again in a minute.',
    'stream.no_identity':
      'The register did not say who it is. Give the id that the server issued or, when there is none yet, the codes of register and shop.',
    'stream.too_long':
      'The field {field} has {length} characters, {limit} are allowed. Check the software of the register.',
    'stream.code_mismatch':
      'The id {registerId} was issued to register {registerCode} of shop {shopCode}, but register {saidRegister} of shop {saidShop} came with it. Put the id that the server issued to this register into its settings, or correct its code.',
    'stream.shop_mismatch':
      'Register {registerCode} named the shop id {saidShop} but belongs to another shop. Put the id of its shop into its settings.',
    'stream.paired_already':
      'Register {registerCode} of shop {shopCode} has been in touch with its id before; it is not given out by itself again. Put it into the settings of the register: the page of the register shows it.',
    'stream.too_many': 'There are {limit} command streams already, the server holds no more. Open the stream later.',
    'stream.replaced':
      'Register {registerCode} opened another command stream, from {address}. If that was not this register, check the id in its settings.',
    'stream.stopping': 'The server is stopping. Open the stream again in a minute.',
    'stream.failed': 'Internal error of the server. Try again; if it does not help, look at the log of the server.',
    'stream.no_command': 'The message names no command or no register. Check the software of the register.',
    'ask.stream_closed':
      'The register holds no command stream: it is off or has no connection. It is asked as soon as it opens one.',
    'ask.stream_cut':
      'The command stream of the register broke before it answered. It is asked again when it opens the stream.',
    'ask.stream_silent': 'The register did not answer the command within {seconds} s. It is asked again.',
    'ask.stream_busy':
      'The command before has not left for the register yet: the line stands still. It is asked again.',
    'ask.stream_refused': 'The register answered that it cannot: {message}.',
  },
} as const;
