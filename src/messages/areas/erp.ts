/** Texts of the exchange with the ERP: its folder, its requests, what it confirms, the other ways to it. */
export const erpEvents = {
  ru: {
    'erp.request_answered':
      'АСТУ запросила продажи кассы {registerCode} за {from:date} – {to:date} (R-{requestId}): выгружается {shifts:смена|смены|смен|смены} на {revenue:money} ₽.',
    'erp.request_asks_register':
      'АСТУ запросила продажи кассы {registerCode} за {from:date} – {to:date} (R-{requestId}): выгружается {shifts:смена|смены|смен|смены} на {revenue:money} ₽; дни, которых на сервере нет, запрашиваются у кассы.',
    'erp.request_refused': 'Запрос АСТУ R-{requestId} по кассе {registerNumber} не выполнен: {reason}',
    'erp.request_not_loaded': 'Запрос АСТУ R-{requestId}: касса {registerCode} не запрошена: {reason}',
    'erp.file_lost':
      'Файл {fileName} пропал вместе со своей папкой ({path}). Смена выгружается ещё раз. Проверьте, кто удаляет папки обмена.',
    'erp.file_changed':
      'Файл {path} изменён не сервером: в нём другие данные или только часть. Смена выгружается ещё раз новым файлом. Проверьте, чем АСТУ забирает файлы.',
    'erp.problem': 'Обмен с АСТУ: {reason}',
    'erp.problem_over': 'Обмен с АСТУ: неполадка устранена. Была: {reason}',
    'erp.confirmation_differs':
      'АСТУ учла смену {shiftNumber} кассы {registerCode} иначе: чеков {receipts} вместо {ownReceipts}, сумма {revenue:money} вместо {ownRevenue:money}. Сверьте смену с АСТУ и выгрузите её ещё раз.',
    'erp.confirmation_agrees': 'АСТУ подтвердила смену {shiftNumber} кассы {registerCode}: расхождения больше нет.',
    'erp.push_failed': 'Получатель {target} не принимает данные: {reason} Сервер повторяет сам, паузы растут.',
    'erp.push_back': 'Получатель {target} снова принимает данные.',
  },
  en: {
    'erp.request_answered':
      'The ERP asked for the sales of register {registerCode} of {from:date} – {to:date} (R-{requestId}): {shifts:shift is|shifts are} being exported, {revenue:money} roubles.',
    'erp.request_asks_register':
      'The ERP asked for the sales of register {registerCode} of {from:date} – {to:date} (R-{requestId}): {shifts:shift is|shifts are} being exported, {revenue:money} roubles; the register is asked for the days that the server does not have.',
    'erp.request_refused': 'Request R-{requestId} of the ERP about register {registerNumber} was not met: {reason}',
    'erp.request_not_loaded': 'Request R-{requestId} of the ERP: register {registerCode} was not asked: {reason}',
    'erp.file_lost':
      'The file {fileName} vanished together with its folder ({path}). The shift is exported again. Find out who deletes folders of the exchange.',
    'erp.file_changed':
      'The file {path} was changed by somebody else: it holds other data, or a part only. The shift is exported again in a new file. Check what takes files for the ERP.',
    'erp.problem': 'Exchange with the ERP: {reason}',
    'erp.problem_over': 'Exchange with the ERP: the trouble is over. It was: {reason}',
    'erp.confirmation_differs':
      'The ERP has booked shift {shiftNumber} of register {registerCode} otherwise: receipts {receipts} instead of {ownReceipts}, sum {revenue:money} instead of {ownRevenue:money}. Compare the shift with the ERP and export it again.',
    'erp.confirmation_agrees':
      'The ERP has confirmed shift {shiftNumber} of register {registerCode}: nothing differs any more.',
    'erp.push_failed':
      'The target {target} does not take data: {reason} The server tries again by itself with growing pauses.',
    'erp.push_back': 'The target {target} takes data again.',
  },
} as const;

export const erpReasons = {
  ru: {
    'export.folder_shared':
      'В папку {path} пишет ещё один сервер Смены ({host}). Этот ждёт и ничего не выгружает, чтобы АСТУ не получила всё дважды. Остановите лишний сервер: через две минуты выгрузка продолжится сама.',
    'erp.not_taken':
      'АСТУ не забирает файлы из папки {path}: ждёт файлов {files}. Проверьте, работает ли загрузка продаж в АСТУ и видит ли она папку.',
    'erp_request.not_a_request':
      'в файле sale.req нет запроса: ожидаются две строки, «###» и «дд.мм.гггг-дд.мм.гггг». Файл оставлен под именем sale.req.error. Исправьте его в АСТУ и запросите ещё раз.',
    'erp_request.not_a_date':
      'в файле sale.req названа дата, которой не бывает. Файл оставлен под именем sale.req.error. Исправьте период в АСТУ и запросите ещё раз.',
    'erp_request.reversed':
      'в файле sale.req начало периода позже конца. Файл оставлен под именем sale.req.error. Исправьте период в АСТУ и запросите ещё раз.',
    'erp_request.too_long':
      'в файле sale.req запрошено дней: {days}, а за один раз отдаётся не больше 366. Файл оставлен под именем sale.req.error. Запросите меньший период.',
    'erp_request.register_unknown':
      'у магазина {shopCode} нет кассы {registerNumber}. Файл оставлен под именем sale.req.error. Заведите кассу или исправьте её номер в АСТУ.',
    'erp.push_unreachable': 'адрес {url} не отвечает ({cause}).',
    'erp.push_refused': 'адрес {url} ответил {status}.',
  },
  en: {
    'export.folder_shared':
      'Another Smena server ({host}) writes to the folder {path}. This one waits and exports nothing, so that the ERP does not get everything twice. Stop one of them: two minutes later the export goes on by itself.',
    'erp.not_taken':
      'The ERP does not take the files in {path}: files that wait {files}. Check whether it loads sales and sees the folder.',
    'erp_request.not_a_request':
      'the file sale.req holds no request: two lines are expected, "###" and "dd.mm.yyyy-dd.mm.yyyy". It is kept as sale.req.error. Correct it in the ERP and ask again.',
    'erp_request.not_a_date':
      'the file sale.req names a date that does not exist. It is kept as sale.req.error. Correct the period in the ERP and ask again.',
    'erp_request.reversed':
      'the period in the file sale.req ends before it begins. It is kept as sale.req.error. Correct the period in the ERP and ask again.',
    'erp_request.too_long':
      'the file sale.req asks for {days} days, and at most 366 are given at once. It is kept as sale.req.error. Ask for a shorter period.',
    'erp_request.register_unknown':
      'shop {shopCode} has no register {registerNumber}. The file is kept as sale.req.error. Add the register or correct its number in the ERP.',
    'erp.push_unreachable': 'the address {url} does not answer ({cause}).',
    'erp.push_refused': 'the address {url} answered {status}.',
  },
} as const;

export const erpWords = {
  ru: {
    'exchange.started': 'Обмен с АСТУ запущен: выгружается {shifts:смена|смены|смен|смены} на {revenue:money} ₽.',
    'exchange.nothing': 'Невыгруженных смен нет.',
    'exchange.again_started': 'Перевыгружается {shifts:смена|смены|смен|смены} на {revenue:money} ₽.',
    'exchange.confirm':
      'Перевыгрузить {shifts:смену|смены|смен|смены} на {revenue:money} ₽? Из них АСТУ уже приняла {accepted}: если она не распознаёт повторы, суммы задвоятся. Открытых {open}: они выгрузятся ещё раз при закрытии.',
    'not_found.export_file': 'Файла {fileId} нет. Откройте список файлов в разделе «Выгрузка в АСТУ».',
    'exchange.text_trimmed':
      'Текста файла {fileId} больше нет, а документы его смены подрезаны и лежат в архиве {path}. Поднимите день на странице «Хранение» или командой smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}, и текст будет составлен снова.',
    'exchange.no_text':
      'Файла {fileId} уже нет в папке обмена, а смена после него изменилась: показать его текст нельзя. АСТУ получит новое состояние смены отдельным файлом.',
    'confirmation.file_or_shift': 'Назовите в подтверждении файл (fileName) или смену (shift), но не оба сразу.',
    'confirmation.not_exported':
      'Смена {shift} кассы {registerCode} магазина {shopCode} ещё не выгружалась, подтверждать нечего.',
    'not_found.exported_name': 'Файла {fileName} магазина {shopCode} сервер не выгружал. Проверьте имя.',
    'confirmation.sum': 'Сумма {revenue} больше наибольшей, которую считает сервер. Проверьте её.',
    'feed.cursor': 'Курсор не от этого сервера. Начните чтение без курсора.',
  },
  en: {
    'exchange.started': 'ERP exchange started: {shifts:shift is|shifts are} being exported, {revenue:money} roubles.',
    'exchange.nothing': 'Nothing to export.',
    'exchange.again_started': '{shifts:shift is|shifts are} being exported again, {revenue:money} roubles.',
    'exchange.confirm':
      'Export {shifts:shift|shifts} again, {revenue:money} roubles? Accepted by the ERP already: {accepted}; if it does not recognise repeats, their sums will double. Open: {open}; they are exported once more when they close.',
    'not_found.export_file': 'There is no file {fileId}. Open the list of files under "ERP export".',
    'exchange.text_trimmed':
      'The text of file {fileId} is gone, and the documents of its shift are trimmed and lie in the archive {path}. Bring the day back on the page Storage or by smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}, and the text is made again.',
    'exchange.no_text':
      'The file {fileId} is not in the exchange folder any more and its shift has changed since, so its text can not be shown. The ERP gets the new state of the shift in a file of its own.',
    'confirmation.file_or_shift': 'Name a file (fileName) or a shift (shift) in the confirmation, not both.',
    'confirmation.not_exported':
      'Shift {shift} of register {registerCode} of shop {shopCode} was not exported yet, so there is nothing to confirm.',
    'not_found.exported_name': 'The server has exported no file {fileName} of shop {shopCode}. Check the name.',
    'confirmation.sum': 'The sum {revenue} is larger than the server can count. Check it.',
    'feed.cursor': 'The cursor is not of this server. Begin to read without a cursor.',
  },
} as const;
