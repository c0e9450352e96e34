/** Texts of the lines on which registers come (M18): who was turned away and why, what is not encrypted, certificates that end. */
export const lineEvents = {
  ru: {
    'register.line_refused':
      'Порт {door}: соединение с адреса {address} (сертификат {certificate}) не принято: {reason}',
    'package.wrong_sender': 'Пакет {packageId} кассы {registerId} не принят, он остался на кассе: {reason}',
    'lines.plaintext':
      'Кассы принимаются без шифрования ({doors}): продажи можно прочитать и подделать в сети магазина. Переведите кассы на TLS и выключите registers.plaintext: раздел «Сертификаты касс» руководства.',
    'lines.closed':
      'Кассы не принимаются: у сервера нет сертификата, а приём без шифрования выключен. Выпустите сертификат командой smena certificates init – порты откроются сами – или включите registers.plaintext и перезапустите сервер.',
    'register.token_issued': 'Кассе {registerCode} выпущен токен {token}, срок: {until}.',
    'register.token_revoked': 'Токен {token} кассы {registerCode} отозван: с ним она больше не принимается.',
    'register.token_in_plaintext':
      'Касса {registerCode} прислала свой токен без шифрования: его можно прочитать в сети магазина. Переведите кассу на TLS и выпустите ей новый токен.',
    'lines.keys_changed': 'Сертификат сервера для касс прочитан заново, действует до {validTo}.',
    'expiry.ended': 'Срок прошёл: {n}, среди них {name} ({endsAt}). Что делать с каждым – страница «Сроки».',
    'expiry.ends_soon':
      'Меньше чем через 30 дней кончится: {n}, первым – {name} ({endsAt}). Что делать с каждым – страница «Сроки».',
    'lines.web_keys_changed': 'Сертификат страниц и API прочитан заново.',
    'lines.web_keys_unusable':
      'Файлы сертификата страниц и API изменились, но не годятся: {cause}. Действует прежний; исправьте файлы.',
    'lines.keys_unusable':
      'Файлы сертификатов для касс изменились, но не годятся: {cause}. Действуют прежние; исправьте файлы.',
  },
  en: {
    'register.line_refused':
      '{door} port: a connection from {address} (certificate {certificate}) was turned away: {reason}',
    'package.wrong_sender':
      'Package {packageId} of register {registerId} was not taken, the register keeps it: {reason}',
    'lines.plaintext':
      'Registers are received without encryption ({doors}): sales can be read and forged in the network of the shop. Move the registers to TLS and switch registers.plaintext off: section "Certificates of registers" of the manual.',
    'lines.closed':
      'No register is received: the server has no certificate, and plaintext is switched off. Issue a certificate by smena certificates init – the ports open by themselves – or switch registers.plaintext on and start the server again.',
    'register.token_issued': 'Register {registerCode} was issued the token {token}, end: {until}.',
    'register.token_revoked':
      'The token {token} of register {registerCode} was revoked: the register is received with it no more.',
    'register.token_in_plaintext':
      'Register {registerCode} sent its token without encryption: it can be read in the network of the shop. Move the register to TLS and issue it a new token.',
    'lines.keys_changed': 'The certificate of the server for registers was read again, it is valid until {validTo}.',
    'expiry.ended': 'Ended: {n}, among them {name} ({endsAt}). The page "What expires" says what to do for each.',
    'expiry.ends_soon':
      'Ends within 30 days: {n}, the first is {name} ({endsAt}). The page "What expires" says what to do for each.',
    'lines.web_keys_changed': 'The certificate of the pages and the API was read again.',
    'lines.web_keys_unusable':
      'The certificate files of the pages and the API have changed and cannot be used: {cause}. The old one holds; mend the files.',
    'lines.keys_unusable':
      'The certificate files for registers have changed and cannot be used: {cause}. The old ones hold; mend the files.',
  },
} as const;

export const lineWords = {
  ru: {
    'line.address':
      'Этого адреса нет в списке разрешённых. Добавьте его в registers.addresses или исправьте адрес кассы.',
    'line.closed':
      'Сервер пока не принимает кассы: у него нет сертификата, а приём без шифрования выключен. Выпустите сертификат: smena certificates init, или включите registers.plaintext.',
    'line.plaintext':
      'Соединение без шифрования, а сервер их не принимает. Включите TLS на кассе или разрешите registers.plaintext, пока кассы переводятся.',
    'line.no_certificate': 'Касса не показала сертификат. Установите на кассе выпущенный для неё сертификат.',
    'line.certificate_expired': 'Срок сертификата кассы прошёл. Выпустите новый: smena certificates renew.',
    'line.certificate_too_young':
      'Сертификат ещё не действует. Проверьте часы сервера и кассы и дату начала сертификата.',
    'line.certificate_revoked':
      'Сертификат отозван. Если касса в порядке, выпустите ей новый: smena certificates issue.',
    'line.certificate_foreign':
      'Сертификат выпущен не тем центром, которому верит сервер. Установите на кассе сертификат этого сервера или добавьте центр в registers.tlsClientAuthority.',
    'line.server_not_trusted':
      'Касса прервала согласование TLS: скорее всего, не верит сертификату сервера. Установите на кассе сертификат центра: smena certificates list показывает, где он лежит.',
    'line.not_tls': 'TLS не согласован: {cause}. Проверьте версию TLS и настройки кассы.',
    'line.other_register':
      'Сертификат выпущен не этой кассе, а для «{certificate}». Отдайте пакет с его кассы, установите на кассе {registerCode} её сертификат или впишите имя сертификата в карточку кассы.',
    'line.token_missing':
      'Касса {registerCode} должна приходить со своим токеном и пришла без него. Выпустите токен в карточке кассы и впишите его на кассе, или снимите требование.',
    'line.token_unknown':
      'Такого токена сервер не выпускал. Впишите на кассе {registerCode} её токен целиком или выпустите новый в карточке кассы.',
    'line.token_ended':
      'Срок токена кассы {registerCode} прошёл. Выпустите новый в карточке кассы и впишите его на кассе.',
    'line.token_revoked':
      'Токен кассы {registerCode} отозван. Если касса в порядке, выпустите ей новый в карточке кассы.',
    'line.token_other': 'Этот токен выпущен другой кассе. Впишите на кассе {registerCode} её собственный токен.',
    'register_token.past': 'Срок токена уже прошёл. Укажите дату в будущем.',
    'not_found.register_token':
      'У кассы {registerCode} магазина {shopCode} нет токена {token}. Список – в карточке кассы.',
    'line.certificate_missing':
      'Касса {registerCode} должна приходить со своим сертификатом и пришла без него. Установите его на кассе или снимите требование в карточке кассы.',
  },
  en: {
    'line.address':
      'This address is not in the list of those allowed. Add it to registers.addresses or correct the address of the register.',
    'line.closed':
      'The server receives no registers yet: it has no certificate, and plaintext is switched off. Issue a certificate: smena certificates init, or switch registers.plaintext on.',
    'line.plaintext':
      'The connection is not encrypted and the server takes none of these. Switch TLS on at the register, or allow registers.plaintext while registers are moved.',
    'line.no_certificate': 'The register has shown no certificate. Install the one issued for it.',
    'line.certificate_expired':
      'The certificate of the register has expired. Issue a new one: smena certificates renew.',
    'line.certificate_too_young':
      'The certificate is not valid yet. Check the clocks of server and register and the first day of the certificate.',
    'line.certificate_revoked':
      'The certificate was revoked. If the register is in order, issue a new one: smena certificates issue.',
    'line.certificate_foreign':
      'The certificate is of an authority that the server does not trust. Install one of this server, or add the authority to registers.tlsClientAuthority.',
    'line.server_not_trusted':
      'The register broke off while TLS was agreed on: most likely it does not trust the certificate of the server. Install the certificate of the authority on it: smena certificates list says where it lies.',
    'line.not_tls': 'TLS was not agreed on: {cause}. Check the version of TLS and the settings of the register.',
    'line.other_register':
      'The certificate was not issued for this register but for "{certificate}". Deliver the package from its own register, install on register {registerCode} its own certificate, or write the name of the certificate into the card of the register.',
    'line.token_missing':
      'Register {registerCode} must come with its token and came without. Issue a token in the card of the register and write it into the register, or lift the requirement.',
    'line.token_unknown':
      'The server has issued no such token. Write the whole token of register {registerCode} into the register, or issue a new one in its card.',
    'line.token_ended':
      'The token of register {registerCode} has ended. Issue a new one in the card of the register and write it into the register.',
    'line.token_revoked':
      'The token of register {registerCode} was revoked. If the register is in order, issue a new one in its card.',
    'line.token_other': 'This token was issued for another register. Write into register {registerCode} its own token.',
    'register_token.past': 'The end of the token is past already. Name a date to come.',
    'not_found.register_token':
      'Register {registerCode} of shop {shopCode} has no token {token}. The card of the register lists them.',
    'line.certificate_missing':
      'Register {registerCode} must come with its certificate and came without. Install it on the register, or lift the requirement in the card of the register.',
  },
} as const;
