/** Texts of the line between the server of a store and the server above it (M17), on both of its ends. */
export const upperEvents = {
  ru: {
    'upper.line_down':
      'Верхний сервер {address} недоступен: {cause} Пакеты остаются на этом сервере и уйдут, когда связь появится.',
    'upper.line_busy': 'Верхний сервер {address} пока не принимает пакеты: {cause} Они уйдут позже.',
    'upper.line_up': 'Верхний сервер {address} снова принимает пакеты.',
    'upper.stuck':
      'Линия к верхнему серверу {address} стоит с {since}: не передано {n:пакет|пакета|пакетов|пакета}. Проверьте связь и причину на странице «Серверы магазинов».',
    'upper.register_refused':
      'Верхний сервер {address} не принимает пакеты кассы {registerId}: {cause} Остальные кассы передаются, эта будет предложена снова.',
    'upper.register_taken': 'Верхний сервер {address} принимает пакеты кассы {registerId}.',
    'upper.package_refused':
      'Верхний сервер {address} не принимает пакет {name} кассы {registerId}: {cause} Остальные передаются, этот будет предложен снова.',
    'upper.package_lost':
      'Пакет {name} кассы {registerId} не передан верхнему серверу {address}: его байты на диске изменились или удалены. Запросите продажи у кассы ещё раз.',
    'upper.plaintext':
      'Продажи идут верхнему серверу {address} без шифрования: их можно прочитать и подделать по дороге. Включите upper.tls.',
    'upper.asked':
      'Верхний сервер {address} запросил продажи кассы {registerCode} магазина {shopCode}: с {from} по {to}.',
    'upper.commands_refused': 'Верхний сервер {address} не открыл поток команд этому серверу: {cause}',
    'server.added': 'Сервер магазина {serverCode} заведён, магазины: {shops}.',
    'server.changed': 'Сервер магазина {serverCode} изменён, магазины: {shops}.',
    'server.removed': 'Сервер магазина {serverCode} удалён: его пакеты больше не принимаются.',
    'server.connected':
      'Сервер магазина {serverCode} держит поток команд (с адреса {address}, Smena {softwareVersion}).',
    'server.refused': 'Сервер магазина {serverCode} с адреса {address} не принят: {reason}',
    'server.register_refused': 'Пакеты кассы {registerId} от сервера магазина {serverCode} не приняты: {reason}',
    'server.register_accepted': 'Сервер магазина {serverCode} передаёт пакеты кассы {registerCode}.',
  },
  en: {
    'upper.line_down':
      'The upper server {address} cannot be reached: {cause} Packages stay on this server and go when the line is back.',
    'upper.line_busy': 'The upper server {address} takes no packages for now: {cause} They go later.',
    'upper.line_up': 'The upper server {address} takes packages again.',
    'upper.stuck':
      'The line to the upper server {address} has not moved since {since}: {n:package|packages} not forwarded. Check the line and the cause on the page "Store servers".',
    'upper.register_refused':
      'The upper server {address} does not take packages of register {registerId}: {cause} Other registers go on, this one is offered again.',
    'upper.register_taken': 'The upper server {address} takes packages of register {registerId}.',
    'upper.package_refused':
      'The upper server {address} does not take package {name} of register {registerId}: {cause} Others go on, this one is offered again.',
    'upper.package_lost':
      'Package {name} of register {registerId} was not forwarded to the upper server {address}: its bytes on the disk have changed or are deleted. Ask the register for its sales again.',
    'upper.plaintext':
      'Sales go to the upper server {address} without encryption: they can be read and forged on the way. Switch upper.tls on.',
    'upper.asked':
      'The upper server {address} asks for the sales of register {registerCode} of shop {shopCode}: from {from} to {to}.',
    'upper.commands_refused': 'The upper server {address} has not opened a command stream for this server: {cause}',
    'server.added': 'Store server {serverCode} was added, shops: {shops}.',
    'server.changed': 'Store server {serverCode} was changed, shops: {shops}.',
    'server.removed': 'Store server {serverCode} was removed: its packages are no longer taken.',
    'server.connected': 'Store server {serverCode} holds a command stream (from {address}, Smena {softwareVersion}).',
    'server.refused': 'Store server {serverCode} at {address} was turned away: {reason}',
    'server.register_refused':
      'Packages of register {registerId} from store server {serverCode} were not taken: {reason}',
    'server.register_accepted': 'Store server {serverCode} brings packages of register {registerCode}.',
  },
} as const;

export const upperWords = {
  ru: {
    'upper.nothing_stored': 'Верхний сервер ответил, но не подтвердил ни одного пакета.',
    'upper.no_answer': 'Нет ответа ({cause}). Проверьте адрес, порт и связь.',
    'upper.bad_answer': 'Ответ не понят ({cause}). Проверьте, что по этому адресу Smena.',
    'server.not_ready':
      'Сервер ещё не прочитал список серверов магазинов: база данных не отвечает. Повторите через минуту.',
    'server.unknown':
      'Сервера магазина {serverCode} здесь нет. Заведите его на верхнем сервере: smena upstream set {serverCode} --shops КОДЫ.',
    'server.replaced':
      'Сервер магазина {serverCode} открыл другой поток команд, с адреса {address}. Если это не он, проверьте upper.serverCode на обоих.',
    'server.bad_code':
      'Код сервера магазина «{serverCode}» не годится: латинские буквы, цифры, точка, дефис и подчёркивание, до 64 знаков.',
    'server.other_shop':
      'Сервер магазина {serverCode} не может передавать продажи магазина {shopCode}. Добавьте магазин на верхнем сервере: smena upstream set {serverCode} --shops КОДЫ.',
    'server.certificate_missing':
      'Сервер магазина {serverCode} должен приходить со своим сертификатом и пришёл без него. Выпустите его: smena certificates issue server-{serverCode}.',
    'server.other_certificate':
      'Сертификат «{certificate}» не для сервера магазина {serverCode}: в нём должно стоять имя {wanted}. Выпустите его: smena certificates issue server-{serverCode}.',
    'not_found.server': 'Сервера магазина {serverCode} нет. Посмотрите список: smena upstream status.',
    'ask.server_away':
      'Сервер магазина не держит поток команд: он выключен или нет связи. Запрос уйдёт, как только он его откроет.',
  },
  en: {
    'upper.nothing_stored': 'The upper server has answered and acknowledged no package.',
    'upper.no_answer': 'There is no answer ({cause}). Check address, port and line.',
    'upper.bad_answer': 'The answer was not understood ({cause}). Check that Smena is at this address.',
    'server.not_ready':
      'The server has not read the list of store servers yet: the database does not answer. Try again in a minute.',
    'server.unknown':
      'There is no store server {serverCode} here. Add it on the upper server: smena upstream set {serverCode} --shops CODES.',
    'server.replaced':
      'Store server {serverCode} opened another command stream, from {address}. If that is another machine, check upper.serverCode on both.',
    'server.bad_code':
      'The store server code "{serverCode}" does not fit: Latin letters, digits, dot, hyphen and underscore, 64 characters at most.',
    'server.other_shop':
      'Store server {serverCode} must not bring sales of shop {shopCode}. Add the shop on the upper server: smena upstream set {serverCode} --shops CODES.',
    'server.certificate_missing':
      'Store server {serverCode} must come with its certificate and came without. Issue it: smena certificates issue server-{serverCode}.',
    'server.other_certificate':
      'The certificate "{certificate}" is not for store server {serverCode}: it must hold the name {wanted}. Issue it: smena certificates issue server-{serverCode}.',
    'not_found.server': 'There is no store server {serverCode}. Look at the list: smena upstream status.',
    'ask.server_away':
      'The store server holds no command stream: it is off or the line is down. The request goes as soon as it opens one.',
  },
} as const;
