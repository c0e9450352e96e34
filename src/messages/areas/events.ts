/** Texts of the event log («Лог», M13) by stable code. */
export const events = {
  ru: {
    'server.started': 'Сервер запущен, версия {version}.',
    'server.stopped': 'Сервер остановлен.',
    'database.unavailable':
      'База данных не отвечает: {cause}. Пакеты принимаются на диск и будут записаны, когда база вернётся.',
    'database.available': 'База данных снова отвечает.',
    'database.gives_space':
      'Файл базы {file} создан старой версией и не отдавал место диску. Он переписан ({content} МБ): место удалённых данных теперь возвращается понемногу.',
    'database.keeps_space':
      'Файл базы {file} создан старой версией: место удалённых данных он диску не отдаёт. Занято {content} МБ; чтобы переписать файл, рядом нужно {needed} МБ сверх запаса, свободно {free} МБ. Остановите сервер и выполните smena database compact.',
    'register.added': 'Касса {registerCode} заведена в магазине {shopCode}, идентификатор {registerId}.',
    'register.handshake': 'Касса {registerCode} вышла на связь по протоколу 4 (gRPC).',
    'register.refused': 'Касса с идентификатором {registerId} не допущена: {reason}',
    'register.unknown':
      'Пакет от неизвестной кассы {registerId} магазина {shopId} принят на диск и ждёт: заведите кассу с этим идентификатором (registerId), пакет запишется сам.',
    'register.code_mismatch':
      'Касса назвалась {reported}, ожидалась {expected}. Пакет отложен: исправьте код кассы в справочнике или на кассе.',
    'register.shop_mismatch':
      'Касса {registerId} прислала продажи как касса магазина {reported}, а заведена в магазине {expected}. Пакет отложен: исправьте идентификатор магазина на кассе.',
    'package.received': 'Принят пакет {packageId}: {size} байт.',
    'package.repeated': 'Пакет {packageId} уже принят раньше: ничего не изменилось.',
    'package.loaded':
      'Пакет {packageId} записан: новых документов {new}, уже были {same}, дополнено {enriched}, с расхождением {conflict}, отложено {setAside}.',
    'package.broken': 'Пакет {file} магазина {shop} не разобран: {reason}',
    'package.error': 'Пакет {file} магазина {shop} не записан в базу: {reason} Повтор сам, попытка {attempt}.',
    'package.not_stored':
      'Пакет {packageId} не принят: сервер не смог записать его на диск ({cause}). Проверьте диск и папку очереди; касса отдаст пакет по следующему запросу.',
    'document.aside_solved':
      'Касса {registerCode}: отложенные записи ({n}) пришли в исправном виде и больше не ждут решения.',
    'server.runs_as_root':
      'Сервер работает от пользователя root: ему хватит собственного, а ошибка или взлом достанет тогда не всю машину. Раздел «Защита процесса» руководства.',
    'server.data_open':
      'В папку данных {folder} может заглянуть каждый пользователь машины. Уберите право: chmod o= {folder}.',
    'web.door_full':
      'Заняты все {limit} соединений веб-интерфейса, новые закрываются. Найдите, кто их держит, или увеличьте http.maxConnections.',
    'register.door_full':
      'Порт {door} для касс занят целиком: открыто {limit} соединений, лишние закрываются. Найдите, кто их открывает, или увеличьте registers.maxConnections.',
    'package.over_limit':
      'Пакет кассы больше предела {limit} МБ и не принят. Разбейте период или увеличьте предел packageLimits.maxMessageBytes.',
    'package.empty_message':
      'Касса прислала пакет {packageId} без файла продаж. Сообщение сохранено целиком; проверьте кассу.',
    'package.not_unpacked':
      'Касса прислала сжатое сообщение ({size} байт), которое не удалось развернуть в допустимых пределах. Оно сохранено целиком; проверьте программу кассы.',
    'package.storage_refused':
      'Пакет не принят: на диске мало места ({free} МБ свободно, нужно {needed} МБ). Освободите место: касса отдаст пакет по следующему запросу.',
    'package.not_read':
      'Пакет {name} лежит на диске, но не читается: {cause}. Проверьте диск и папку очереди; остальные пакеты записываются, этот будет прочитан сам, попытка {attempt}.',
    'package.not_moved':
      'Пакет {name} обработан, но не перемещён из очереди: {cause}. Проверьте папки очереди; остальные пакеты записываются, перемещение повторится само, попытка {attempt}.',
    'package.backlog_over': 'Очередь пакетов разобрана.',
    'shift.opened': 'Смена {shiftNumber} кассы {registerCode} появилась на сервере, открыта {openedAt:time}.',
    'shift.closed':
      'Смена {shiftNumber} кассы {registerCode} закрыта {closedAt:time}: продажи {saleSum:money}, возвраты {refundSum:money}, выручка {revenue:money}.',
    'shift.number_repeated':
      'Номер смены {shiftNumber} повторился на кассе {registerCode}: заведена отдельная смена от {openedAt:time}.',
    'shift.no_open_time':
      'Смена {shiftNumber} кассы {registerCode} без даты открытия не загружена: на сервере уже есть смена с этим номером и тоже без даты. Документов отложено: {setAside}.',
    'shift.conflict':
      'Смена {shiftNumber} кассы {registerCode} пришла закрытой ещё раз с другими суммами. Первая запись осталась, вторая сохранена рядом: ‹{difference}›.',
    'section.first_met':
      'Касса {registerCode} впервые прислала раздел «{name}», которого сервер не знает. Он хранится как есть, в суммы не входит; следующие такие разделы хранятся без сообщений.',
    'document.set_aside': 'Отложено документов: {n:документ|документа|документов|документа}. {reason}',
    'document.conflict':
      'Документ {documentNumber} смены {shiftNumber} пришёл ещё раз с другим содержанием. Первая запись осталась, вторая сохранена рядом: ‹{difference}›.',
    'document.sums_differ':
      'Документ {documentNumber} смены {shiftNumber}: строки не сходятся с итогом, разница {difference:money}. Записан как сообщила касса.',
    'payment.unmapped':
      'Вид оплаты {paymentTypeCode} не отнесён к наличным или безналу, его деньги есть только в общей сумме. Укажите класс cash, noncash или other: smena payment-type set {paymentTypeCode} noncash, или PUT /api/v1/payment-types.',
    'payment.class_learned':
      'Касса сообщила, что вид оплаты {paymentTypeCode} безналичный: он отнесён к безналу, суммы смен пересчитываются.',
    'document_type.unknown':
      'Вид документа {documentType} не описан: документ сохранён и в суммы не входит. Если это продажа, выполните smena document-type set {documentType} sale; другие классы покажет smena help document-type set. То же в API: PUT /api/v1/document-types.',
    'log.overflow':
      'Пока база не отвечала, событий пришло больше, чем помещается: {n:запись не сохранена|записи не сохранены|записей не сохранено|записи не сохранены}.',
    'export.published': 'Смена {shiftNumber} кассы {registerCode} выгружена в АСТУ: {fileName}.{reason:sentence}',
    'export.again': 'Смена {shiftNumber} кассы {registerCode} поставлена на перевыгрузку: {author}.',
    'export.failed': 'Смена {shiftNumber} кассы {registerCode} не выгружена: {reason}',
  },
  en: {
    'server.started': 'Server started, version {version}.',
    'server.stopped': 'Server stopped.',
    'database.unavailable':
      'The database does not answer: {cause}. Packages are kept on disk and will be loaded when it is back.',
    'database.available': 'The database answers again.',
    'database.gives_space':
      'The database file {file} was made by an older version and kept freed space. It was written anew ({content} MB): the space of what is deleted now goes back to the disk a little at a time.',
    'database.keeps_space':
      'The database file {file} was made by an older version: it does not give the space of what is deleted back to the disk. {content} MB are in use; writing it anew needs {needed} MB beside it above the reserve, {free} MB are free. Stop the server and run smena database compact.',
    'register.added': 'Register {registerCode} was added to shop {shopCode}, id {registerId}.',
    'register.handshake': 'Register {registerCode} connected by protocol 4 (gRPC).',
    'register.refused': 'The register with id {registerId} was refused: {reason}',
    'register.unknown':
      'A package of the unknown register {registerId} of shop {shopId} is on disk and waits: add the register with this id (registerId) and it will be loaded by itself.',
    'register.code_mismatch':
      'The register called itself {reported}, {expected} was expected. The package is held: correct the register code here or on the register.',
    'register.shop_mismatch':
      'Register {registerId} sent its sales as of shop {reported} but belongs to shop {expected}. The package is held: correct the shop id on the register.',
    'package.received': 'Package {packageId} received: {size} bytes.',
    'package.repeated': 'Package {packageId} was received before: nothing changed.',
    'package.loaded':
      'Package {packageId} loaded: documents new {new}, known {same}, enriched {enriched}, conflicting {conflict}, set aside {setAside}.',
    'package.broken': 'Package {file} of shop {shop} could not be read: {reason}',
    'package.error':
      'Package {file} of shop {shop} could not be written to the database: {reason} It is tried again by itself, attempt {attempt}.',
    'package.not_stored':
      'Package {packageId} was not taken: the server could not write it to disk ({cause}). Check the disk and the queue folder; the register hands it over at the next request.',
    'document.aside_solved':
      'Register {registerCode}: set-aside records ({n}) arrived in a form that could be loaded and wait for nobody any more.',
    'server.runs_as_root':
      'The server runs as root: a user of its own is enough, and a fault or a break-in then does not reach the whole machine. Section "Hardening of the process" of the manual.',
    'server.data_open':
      'Every user of the machine may look into the data folder {folder}. Take that right away: chmod o= {folder}.',
    'web.door_full':
      'All {limit} connections of the web interface are in use, further ones are closed. Find out who holds them, or raise http.maxConnections.',
    'register.door_full':
      'The {door} port for registers is full: {limit} connections are open, further ones are closed. Find out who opens them, or raise registers.maxConnections.',
    'package.over_limit':
      'A package of a register is larger than the limit of {limit} MB and was not taken. Split the period or raise packageLimits.maxMessageBytes.',
    'package.empty_message':
      'A register sent package {packageId} without a sales file. The message is kept whole; check the register.',
    'package.not_unpacked':
      'A register sent a compressed message ({size} bytes) that could not be expanded within the limits. It is kept whole; check the software of the register.',
    'package.storage_refused':
      'Package refused: the disk is almost full ({free} MB free, {needed} MB needed). Free some space: the register will hand it over at the next request.',
    'package.not_read':
      'Package {name} lies on the disk and cannot be read: {cause}. Check the disk and the queue folder; the others are loaded, this one is tried again by itself, attempt {attempt}.',
    'package.not_moved':
      'Package {name} is settled but could not be moved out of the queue: {cause}. Check the folders of the queue; the others are loaded, the move is tried again by itself, attempt {attempt}.',
    'package.backlog_over': 'The package queue is empty again.',
    'shift.opened': 'Shift {shiftNumber} of register {registerCode} appeared on the server, opened {openedAt:time}.',
    'shift.closed':
      'Shift {shiftNumber} of register {registerCode} closed {closedAt:time}: sales {saleSum:money}, refunds {refundSum:money}, revenue {revenue:money}.',
    'shift.number_repeated':
      'Shift number {shiftNumber} of register {registerCode} came again: a separate shift of {openedAt:time} was made.',
    'shift.no_open_time':
      'Shift {shiftNumber} of register {registerCode} has no open time and was not loaded: the server already has a shift of this number without one. Documents set aside: {setAside}.',
    'shift.conflict':
      'Shift {shiftNumber} of register {registerCode} came closed again with other sums. The first stays, the second is kept beside it: ‹{difference}›.',
    'section.first_met':
      'Register {registerCode} sent a section "{name}" that the server does not know. It is kept as it is and stays out of the sums; further ones are kept without a message.',
    'document.set_aside': 'Set aside: {n:document|documents}. {reason}',
    'document.conflict':
      'Document {documentNumber} of shift {shiftNumber} came again with other content. The first stays, the second is kept beside it: ‹{difference}›.',
    'document.sums_differ':
      'Document {documentNumber} of shift {shiftNumber}: the lines do not add up to the total, difference {difference:money}. Loaded as the register reported it.',
    'payment.unmapped':
      'Payment type {paymentTypeCode} is neither cash nor non-cash yet, its money is in the total only. Give it the class cash, noncash or other: smena payment-type set {paymentTypeCode} noncash, or PUT /api/v1/payment-types.',
    'payment.class_learned':
      'A register says that payment type {paymentTypeCode} is non-cash: it has that class now, the sums of shifts are counted anew.',
    'document_type.unknown':
      'Document type {documentType} is not described: the document is kept and stays out of the sums. If it is a sale, run smena document-type set {documentType} sale; smena help document-type set shows the other classes. In the API: PUT /api/v1/document-types.',
    'log.overflow': 'More events came than fit while the database was away: {n:entry was|entries were} not kept.',
    'export.published':
      'Shift {shiftNumber} of register {registerCode} exported to the ERP: {fileName}.{reason:sentence}',
    'export.again': 'Shift {shiftNumber} of register {registerCode} is to be exported again: {author}.',
    'export.failed': 'Shift {shiftNumber} of register {registerCode} was not exported: {reason}',
  },
} as const;
