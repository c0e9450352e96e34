/** Texts of transfers: events of the log, refusals of requests, stages and reasons by code. */
export const transferEvents = {
  ru: {
    'transfer.requested':
      'Запрошены продажи кассы {registerCode}: загрузка T-{transferId}, {range}. Кто запросил: {author}.',
    'transfer.declined':
      'Загрузка кассы {registerCode} за период {from:time} – {to:time} не запущена: от неё отказались. Кто: {author}.',
    'register.sales_failed': 'Касса сообщила об ошибке выгрузки продаж ({meaning}): {message}',
    'register.dictionary_failed': 'Касса сообщила об ошибке загрузки справочника ({meaning}): {message}',
    'dictionary.not_taken': 'Справочник магазина {shopCode} не принят: {message}',
    'register.synced':
      'Касса {registerCode} получила настройки обмена: идентификаторы, протокол {protocolVersion}, адреса сервера.',
    'register.not_synced':
      'Касса {registerCode} не получила настройки обмена. {cause} Они будут переданы, когда она ответит, попытка {attempt}.',
    'transfer.accepted': 'Загрузка T-{transferId}: касса приняла запрос.',
    'transfer.preparing': 'Загрузка T-{transferId}: касса готовит продажи.',
    'transfer.sent': 'Загрузка T-{transferId}: касса сообщила, что отправила продажи; пакет ещё не пришёл.',
    'transfer.received': 'Загрузка T-{transferId}: пакет принят на диск.',
    'transfer.loaded': 'Загрузка T-{transferId}: записана, новых документов {documentsNew}, уже были {documentsSame}.',
    'transfer.done': 'Загрузка T-{transferId} завершена.',
    'transfer.empty':
      'Загрузка T-{transferId}: касса сообщила, что всё отправила, а пакета нет. Продаж за период нет; если они должны быть, проверьте номера чеков и запросите ещё раз.',
    'transfer.already': 'Загрузка T-{transferId}: всё, что прислала касса, уже было загружено.',
    'transfer.failed': 'Загрузка T-{transferId} не удалась на шаге «{stage}»: {reason}',
    'transfer.no_answer': 'Загрузка T-{transferId}: нет ответа на шаге «{stage}». {reason}',
    'transfer.cancelled': 'Загрузка T-{transferId} отменена. {reason}',
    'transfer.called_off': 'Загрузка T-{transferId}: касса узнала об отмене и убрала то, что ещё не отправила.',
    'transfer.overdue':
      'Загрузка T-{transferId} стоит на шаге «{stage}» дольше обычного. Пакет лежит на диске и будет записан; проверьте базу и очередь пакетов.',
    'transfer.backwards':
      'Загрузка T-{transferId}: касса сообщила «{event}», а шаг «{stage}» уже пройден. Сообщение ничего не изменило; такие же дальше только считаются.',
    'transfer.dead':
      'Загрузка T-{transferId} уже окончена ({stage}), а пришло «{event}». Пакеты приняты и записаны как обычно, загрузка не изменилась; такие же сообщения дальше только считаются.',
  },
  en: {
    'transfer.requested':
      'Sales of register {registerCode} were requested: load T-{transferId}, {range}. Asked by: {author}.',
    'transfer.declined':
      'Register {registerCode} was not loaded for {from:time} – {to:time}: the load was declined. By: {author}.',
    'register.sales_failed': 'The register says that unloading sales failed ({meaning}): {message}',
    'register.dictionary_failed': 'The register says that loading a dictionary failed ({meaning}): {message}',
    'dictionary.not_taken': 'A dictionary of shop {shopCode} was not taken: {message}',
    'register.synced':
      'Register {registerCode} was told its settings: ids, protocol {protocolVersion}, addresses of the server.',
    'register.not_synced':
      'Register {registerCode} was not told its settings. {cause} It is told when it answers, attempt {attempt}.',
    'transfer.accepted': 'Load T-{transferId}: the register took the request.',
    'transfer.preparing': 'Load T-{transferId}: the register prepares its sales.',
    'transfer.sent': 'Load T-{transferId}: the register says that it has sent its sales; the package is not here yet.',
    'transfer.received': 'Load T-{transferId}: the package is on disk.',
    'transfer.loaded': 'Load T-{transferId}: written, documents new {documentsNew}, known {documentsSame}.',
    'transfer.done': 'Load T-{transferId} is done.',
    'transfer.empty':
      'Load T-{transferId}: the register says that it has sent everything, and no package came. There are no sales in the period; if there should be, look at the receipt numbers and ask again.',
    'transfer.already': 'Load T-{transferId}: everything that the register sent had been loaded before.',
    'transfer.failed': 'Load T-{transferId} failed at the stage "{stage}": {reason}',
    'transfer.no_answer': 'Load T-{transferId}: no answer at the stage "{stage}". {reason}',
    'transfer.cancelled': 'Load T-{transferId} was cancelled. {reason}',
    'transfer.called_off':
      'Load T-{transferId}: the register was told that it is cancelled and dropped what it had not sent yet.',
    'transfer.overdue':
      'Load T-{transferId} stands at the stage "{stage}" longer than usual. The package is on disk and will be written; look at the database and the package queue.',
    'transfer.backwards':
      'Load T-{transferId}: the register said "{event}" though the stage "{stage}" is reached. It changed nothing; more of the same are only counted.',
    'transfer.dead':
      'Load T-{transferId} has ended ({stage}) and "{event}" came. Packages are taken and loaded as always, the load did not change; more of the same are only counted.',
  },
} as const;

/** Words inside those sentences, and refusals of requests. */
export const transferWords = {
  ru: {
    'transfer_stage.requested': 'запрошена',
    'transfer_stage.accepted': 'касса приняла',
    'transfer_stage.preparing': 'касса готовит',
    'transfer_stage.sent': 'передаётся',
    'transfer_stage.received': 'получена',
    'transfer_stage.loaded': 'записана',
    'transfer_stage.done': 'завершена',
    'transfer_stage.empty': 'продаж нет',
    'transfer_stage.already': 'уже загружено',
    'transfer_stage.failed': 'ошибка',
    'transfer_stage.no_answer': 'нет ответа',
    'transfer_stage.cancelled': 'отменена',
    'transfer_event.accepted': 'запрос принят',
    'transfer_event.refused': 'запрос отклонён',
    'transfer_event.preparing': 'готовлю',
    'transfer_event.ready': 'отправлено',
    'transfer_event.nothing': 'продаж нет',
    'transfer_event.error': 'ошибка',
    'transfer_event.received': 'пакет принят',
    'transfer_event.loaded': 'пакет записан',
    'transfer_event.known': 'пакет уже был',
    'transfer_event.unreadable': 'пакет не прочитан',
    'transfer_event.reconciled': 'суммы сверены',
    'transfer_event.silence': 'время вышло',
    'transfer_event.cancel': 'отмена',
    'transfer_cause.receipt': 'закрытие чека',
    'transfer_cause.shift': 'закрытие смены',
    'transfer_cause.schedule': 'расписание',
    'transfer_cause.person': 'человек',
    'transfer_cause.erp': 'АСТУ',
    'transfer_cause.register': 'касса',
    'transfer_cause.server': 'сервер',
    'transfer_range.dates': 'период {from:time} – {to:time}',
    'transfer_range.shifts': 'смены {from} – {to}',
    'transfer_reason.register_said': 'касса сообщила: {message}.',
    'transfer_reason.not_asked': 'запрос до кассы не дошёл. {cause}',
    'transfer_reason.silence':
      'касса не ответила вовремя. Проверьте, включена ли касса и работает ли на ней синхронизатор, и повторите загрузку.',
    'transfer_reason.cancelled': 'Отменил: {author}.',
    'register_http.unknown_register':
      'Касса с идентификатором {registerId} серверу не известна или относится к другому магазину. Впишите в настройки кассы идентификаторы, выданные сервером.',
    'register_http.no_state': 'Записи состояния {stateId} на сервере нет. Начните выгрузку заново.',
    'register_http.body':
      'Тело запроса не разобрано: нужен объект JSON со статусом STATUS_DURING, STATUS_READY или STATUS_ERROR. Проверьте программу кассы.',
    'register_http.failed': 'Внутренняя ошибка сервера. Повторите запрос; если не поможет, посмотрите журнал сервера.',
    'not_found.transfer': 'Загрузки {transferId} нет. Проверьте номер.',
    'load.confirm':
      'Загрузить продажи за {days:день|дня|дней|дня}? Магазин {shopCode}, касса {registerCode}: {from:time} – {to:time}. На сервере уже есть {shifts:смена|смены|смен|смены} и {receipts:чек|чека|чеков|чека}, они не задвоятся. Касса продолжит работать.',
    'load.declined': 'Загрузка не запущена: вы отказались от загрузки за период {from:time} – {to:time}.',
    'load.cancel_too_late': 'Загрузку {transferId} уже нельзя отменить: пакет принят и будет записан.',
    'load.cancel_ended': 'Загрузка {transferId} уже окончена.',
    'ask.no_address':
      'Адрес службы команд кассы не задан, и поток команд она не держит. Задайте адрес в карточке кассы или включите на ней поток и повторите загрузку.',
    'ask.dates_only':
      'По номерам смен можно запросить только кассу, которая держит поток команд; службе команд передаются только даты. Запросите период.',
    'ask.answered': 'Касса ответила кодом {code}, то есть запрос не взяла. Проверьте её журнал.',
    'load.out_of_service': 'Касса {registerCode} выведена из работы. Верните её в работу и запросите продажи ещё раз.',
    'load.no_way':
      'Кассу {registerCode} нельзя спросить: не задан адрес её службы команд, и потока команд она не открывала. Задайте адрес или подключите кассу к потоку.',
    'load.dates_only': 'Протокол 3 (thrift) умеет загружать только по датам. Укажите период.',
    'load.no_stream':
      'Касса {registerCode} не держит поток команд, а без него её можно запросить только по датам. Укажите период.',
    'load.shifts_reversed': 'Номер первой смены {from} больше номера последней {to}. Поменяйте их местами.',
    'load.period_reversed': 'Начало периода {from} позже конца {to}. Поменяйте их местами.',
    'load.period_future': 'Период {from} – {to} ещё не наступил. Укажите дни не позже сегодняшнего.',
    'load.period_too_long': 'Период {from} – {to} длиннее десяти лет. Разбейте его на части.',
  },
  en: {
    'transfer_stage.requested': 'requested',
    'transfer_stage.accepted': 'accepted by the register',
    'transfer_stage.preparing': 'preparing',
    'transfer_stage.sent': 'sending',
    'transfer_stage.received': 'received',
    'transfer_stage.loaded': 'written',
    'transfer_stage.done': 'done',
    'transfer_stage.empty': 'no sales',
    'transfer_stage.already': 'already loaded',
    'transfer_stage.failed': 'failed',
    'transfer_stage.no_answer': 'no answer',
    'transfer_stage.cancelled': 'cancelled',
    'transfer_event.accepted': 'request taken',
    'transfer_event.refused': 'request refused',
    'transfer_event.preparing': 'preparing',
    'transfer_event.ready': 'sent',
    'transfer_event.nothing': 'no sales',
    'transfer_event.error': 'error',
    'transfer_event.received': 'package received',
    'transfer_event.loaded': 'package written',
    'transfer_event.known': 'package known',
    'transfer_event.unreadable': 'package not readable',
    'transfer_event.reconciled': 'sums checked',
    'transfer_event.silence': 'time is over',
    'transfer_event.cancel': 'cancel',
    'transfer_cause.receipt': 'closed receipt',
    'transfer_cause.shift': 'closed shift',
    'transfer_cause.schedule': 'schedule',
    'transfer_cause.person': 'person',
    'transfer_cause.erp': 'ERP',
    'transfer_cause.register': 'register',
    'transfer_cause.server': 'server',
    'transfer_range.dates': 'period {from:time} – {to:time}',
    'transfer_range.shifts': 'shifts {from} – {to}',
    'transfer_reason.register_said': 'the register said: {message}.',
    'transfer_reason.not_asked': 'the request did not reach the register. {cause}',
    'transfer_reason.silence':
      'the register did not answer in time. Check that the register is on and its sync service runs, and load again.',
    'transfer_reason.cancelled': 'Cancelled by: {author}.',
    'register_http.unknown_register':
      'The register with id {registerId} is not known or belongs to another shop. Put the ids that the server issued into its settings.',
    'register_http.no_state': 'There is no state record {stateId}. Begin the unload anew.',
    'register_http.body':
      'The body was not understood: a JSON object with the status STATUS_DURING, STATUS_READY or STATUS_ERROR is needed. Check the software of the register.',
    'register_http.failed': 'Internal error of the server. Try again; if it stays, look at the log of the server.',
    'not_found.transfer': 'There is no load {transferId}. Check the number.',
    'load.confirm':
      'Load sales for {days:day|days}? Shop {shopCode}, register {registerCode}: {from:time} – {to:time}. The server already has {shifts:shift|shifts} and {receipts:receipt|receipts} of it, they are not doubled. The register goes on working.',
    'load.declined': 'Nothing was loaded: you declined to load {from:time} – {to:time}.',
    'load.cancel_too_late': 'Load {transferId} can not be cancelled any more: the package is here and will be written.',
    'load.cancel_ended': 'Load {transferId} has ended already.',
    'ask.no_address':
      'The address of its command service is not set, and it holds no command stream. Set the address or let the register open its stream, and load again.',
    'ask.dates_only':
      'Only a register that holds a command stream can be asked for shift numbers; a command service takes dates only. Ask for a period.',
    'ask.answered': 'The register answered with code {code}: it did not take the request. Look at its log.',
    'load.out_of_service':
      'Register {registerCode} is out of service. Return it to service and ask for its sales again.',
    'load.no_way':
      'Register {registerCode} cannot be asked: its command service has no address here, and it has never opened a command stream. Give the address or let the register open the stream.',
    'load.dates_only': 'Protocol 3 (thrift) loads by dates only. Name a period.',
    'load.no_stream':
      'Register {registerCode} holds no command stream, and without one it can be asked for dates only. Name a period.',
    'load.shifts_reversed': 'The first shift number {from} is greater than the last {to}. Swap them.',
    'load.period_reversed': 'The period begins at {from}, after its end {to}. Swap them.',
    'load.period_future': 'The period {from} – {to} has not come yet. Name days up to today.',
    'load.period_too_long': 'The period {from} – {to} is longer than ten years. Split it.',
  },
} as const;
