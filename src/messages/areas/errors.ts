/** Texts of errors and refusals that the API, the doors and the command line answer with. */
export const errors = {
  ru: {
    'request.invalid': 'Запрос не понят: {detail}. Исправьте его и повторите.',
    'request.time_zone': 'Часового пояса {timeZone} нет. Укажите имя вида Europe/Moscow.',
    'not_found.shop': 'Магазина с кодом {shopCode} нет. Проверьте код или заведите магазин.',
    'not_found.shop_of_file':
      'Магазина с кодом {shopCode} нет, файл не принят. Проверьте код. Если магазин новый, повторите с create=true (в командной строке --create-shop).',
    'not_found.register': 'Кассы {registerCode} в магазине {shopCode} нет. Проверьте код или заведите кассу.',
    'not_found.shift':
      'Смены {shift} на кассе {registerCode} магазина {shopCode} нет. Проверьте номер и дату открытия.',
    'not_found.document': 'Документа {document} нет. Проверьте номер.',
    'not_found.report': 'Отчёта {report} нет. Есть отчёты: {known}.',
    'not_found.page': 'По адресу {path} ничего нет.',
    'not_found.stand_switch': 'Переключателя {name} нет. Переключатели есть только на стенде: smena demo.',
    'exists.shop': 'Магазин с кодом {shopCode} или с таким идентификатором уже есть.',
    'exists.register': 'Касса {registerCode} в магазине {shopCode} или касса с таким идентификатором уже есть.',
    'database.away': 'База данных не отвечает. Продажи с касс принимаются на диск; повторите запрос через минуту.',
    'database.unreachable':
      'База данных не отвечает: {cause}. Проверьте, запущена ли она и верен ли её адрес в настройках.',
    'database.newer':
      'База данных создана более новой версией Smena (в ней есть {migration}). Обновите программу или подключите другую базу; в этой ничего не изменено.',
    'database.migration_changed':
      'Файл {migration} изменён после того, как был применён к этой базе. Верните файл этой версии Smena; в базе ничего не изменено.',
    'server.internal':
      'Внутренняя ошибка сервера. Повторите; если не поможет, передайте администратору код {correlation}.',
    'handshake.unknown_register':
      'Касса с идентификатором {registerId} серверу не известна. Заведите её на сервере и впишите выданный идентификатор в настройки кассы.',
    'handshake.protocol':
      'Для кассы {registerCode} задан протокол {protocolVersion}, а она пришла по протоколу {protocol}. Задайте этот протокол в настройках сервера.',
    'handshake.id_too_long':
      'Идентификатор кассы длиной {length} знаков, допустимо {limit}. Впишите в настройки кассы идентификатор, выданный сервером.',
    'handshake.out_of_service': 'Касса {registerCode} выведена из работы. Верните её в работу на сервере.',
    'load.disk_full':
      'На сервере мало места на диске: свободно {free} МБ, нужно {needed} МБ. Освободите место и повторите передачу.',
    'load.storage_failed': 'Сервер не смог сохранить пакет на диск: {cause}. Проверьте диск и папку очереди.',
    'load.message_too_large':
      'Пакет больше предела {limit} МБ. Разбейте период на части или увеличьте предел на сервере.',
    'load.not_yet':
      'Файл принят на диск, но ещё не записан: сервер занят или база не отвечает. Он будет записан сам; посмотрите список пакетов.',
    'load.too_slow':
      'Пакет передаётся слишком медленно, а память сервера ждут другие кассы. Проверьте связь и повторите передачу.',
    'document.no_shift':
      'Документ вида {documentType} не относится ни к одной смене пакета. Он сохранён отдельно; передайте его тому, кто подключал кассу.',
    'document.shift_undated':
      'Смена {shiftNumber} без даты открытия, и на сервере уже есть такая же: документ не загружен, он сохранён отдельно.',
    'package.file_damaged':
      'Файл пакета {name} на диске сервера повреждён ({damage}): его содержимое не то, что было принято. Проверьте диск; запросите продажи у кассы ещё раз.',
    'package.unknown_frame':
      'В сообщении кассы не нашлось файла продаж: его не удалось развернуть, или номера полей у кассы другие. Сообщение сохранено целиком и будет прочитано, когда на странице «Настройки / Описание протокола» загрузят описание с номерами полей этой кассы.',
    'package.empty_frame':
      'Касса прислала сообщение без файла продаж. Оно сохранено целиком: проверьте программу кассы и запросите продажи ещё раз.',
    'section.unknown': 'В файле есть раздел {name}, которого сервер не знает. Он сохранён как есть.',
    'package.not_written': 'База отказалась записать пакет: {cause} Пакет сохранён, повтор произойдёт сам.',
    'serve.ready':
      'Smena работает: {url} (страницы и API); порты для касс: gRPC {grpcPort}, Thrift {thriftPort}, REST {registerHttpPort}.',
    'serve.file_unusable':
      'Файл {path} (настройка {setting}) не годится: {cause}. Проверьте путь, права и содержимое файла.',
    'serve.port_taken':
      'Порт {port} ({setting}) занят другой программой. Остановите её или задайте другой порт: {option}.',
    'serve.port_refused':
      'Порт {port} на адресе {host} ({setting}) не открывается: {cause}. Проверьте адрес и права; другой порт задаёт {option}.',
    'serve.first_link':
      'Администратора ещё нет. Откройте ссылку в браузере, она действует один раз и 24 часа:\n{url}\nНовая ссылка: smena user first-link',
    'demo.ready': 'Стенд готов: {url}\nCtrl+C – остановить, данные стенда удалятся.',
    'data.in_use':
      'Папка данных {folder} занята другим сервером Smena. Остановите его или обратитесь к нему ключом --server.',
    'server.unreachable': 'Сервер {address} не отвечает: {cause}. Проверьте адрес и запущен ли он.',
  },
  en: {
    'request.invalid': 'The request was not understood: {detail}. Correct it and try again.',
    'request.time_zone': 'There is no time zone {timeZone}. Write a name like Europe/Moscow.',
    'not_found.shop': 'There is no shop with code {shopCode}. Check the code or add the shop.',
    'not_found.shop_of_file':
      'There is no shop with code {shopCode}, the file was not taken. Check the code. For a new shop repeat with create=true (on the command line --create-shop).',
    'not_found.register': 'There is no register {registerCode} in shop {shopCode}. Check the code or add the register.',
    'not_found.shift':
      'There is no shift {shift} on register {registerCode} of shop {shopCode}. Check the number and the opening date.',
    'not_found.document': 'There is no document {document}. Check the number.',
    'not_found.report': 'There is no report {report}. Reports: {known}.',
    'not_found.page': 'There is nothing at {path}.',
    'not_found.stand_switch': 'There is no switch {name}. Only a stand has switches: smena demo.',
    'exists.shop': 'A shop with code {shopCode} or with this id exists already.',
    'exists.register': 'Register {registerCode} of shop {shopCode} or a register with this id exists already.',
    'database.away': 'The database does not answer. Sales are still taken to disk; try again in a minute.',
    'database.unreachable':
      'The database does not answer: {cause}. Check whether it runs and whether its address in the settings is right.',
    'database.newer':
      'The database was made by a newer version of Smena (it has {migration}). Update the program or use another database; nothing was changed in this one.',
    'database.migration_changed':
      'The file {migration} was changed after it had been applied to this database. Restore the file of this version of Smena; nothing was changed in the database.',
    'server.internal':
      'Internal error of the server. Try again; if it stays, give the administrator the code {correlation}.',
    'handshake.unknown_register':
      'The server does not know a register with id {registerId}. Add it on the server and put the issued id into the settings of the register.',
    'handshake.protocol':
      'Register {registerCode} is set to protocol {protocolVersion} but came by protocol {protocol}. Set that protocol in the settings of the server.',
    'handshake.id_too_long':
      'The register id has {length} characters, {limit} are allowed. Put the id issued by the server into the settings of the register.',
    'handshake.out_of_service': 'Register {registerCode} is out of service. Return it to service on the server.',
    'load.disk_full':
      'The disk of the server is almost full: {free} MB free, {needed} MB needed. Free some space and send again.',
    'load.storage_failed': 'The server could not store the package: {cause}. Check the disk and the queue folder.',
    'load.message_too_large':
      'The package is larger than the limit of {limit} MB. Split the period or raise the limit on the server.',
    'load.not_yet':
      'The file is on disk but not loaded yet: the server is busy or the database is away. It will be loaded by itself; look at the list of packages.',
    'load.too_slow':
      'The package comes too slowly while other registers wait for memory of the server. Check the line and send again.',
    'document.no_shift':
      'A document of type {documentType} belongs to no shift of the package. It is kept apart; show it to whoever connected the register.',
    'document.shift_undated':
      'Shift {shiftNumber} has no open time and the server has such a shift already: the document was not loaded and is kept apart.',
    'package.file_damaged':
      'The package file {name} on the disk of the server is damaged ({damage}): it is not what was received. Check the disk; ask the register for its sales again.',
    'package.unknown_frame':
      'No sales file was found in the message of the register: it could not be expanded, or the register numbers its fields in another way. The message is kept whole and is read when a description with the numbers of this register is imported on the page "Settings / Protocol description".',
    'package.empty_frame':
      'The register sent a message without a sales file. It is kept whole: check the software of the register and ask for the sales again.',
    'section.unknown': 'The file has a section {name} that the server does not know. It is kept as it is.',
    'package.not_written': 'The database refused the package: {cause} It is kept and will be tried again by itself.',
    'serve.ready':
      'Smena is running: {url} (pages and API); ports for registers: gRPC {grpcPort}, Thrift {thriftPort}, REST {registerHttpPort}.',
    'serve.file_unusable':
      'The file {path} (setting {setting}) is of no use: {cause}. Check its path, permissions and content.',
    'serve.port_taken':
      'Port {port} ({setting}) is taken by another program. Stop that one or choose another port: {option}.',
    'serve.port_refused':
      'Port {port} at {host} ({setting}) cannot be opened: {cause}. Check the address and the rights; {option} chooses another port.',
    'serve.first_link':
      'There is no administrator yet. Open the link in a browser, it is good once and for 24 hours:\n{url}\nA new link: smena user first-link',
    'demo.ready': 'The demo stand is ready: {url}\nCtrl+C stops it and deletes its data.',
    'data.in_use': 'The data folder {folder} is used by another Smena server. Stop it or talk to it with --server.',
    'server.unreachable': 'The server {address} does not answer: {cause}. Check the address and whether it runs.',
  },
} as const;
