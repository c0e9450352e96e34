/** Texts of the commands about the built-in authority. */
export const certificateCommands = {
  ru: {
    'option.certificate_required':
      'yes: касса или сервер магазина не принимаются без сертификата; no: принимаются и без него',
    'option.certificate_host': 'имя или адрес сервера, который должен стоять в сертификате',
    'option.certificate_days': 'на сколько дней',
    'option.certificate_keep': 'номера сертификатов или токен, которые остаются в силе',
    'option.certificate_name':
      'имя, которое должно стоять в сертификате кассы или сервера магазина; none – идентификатор кассы, server-КОД',
    'command.certificates_init':
      'Завести центр сертификатов этого сервера или выпустить серверу новый сертификат для касс.',
    'command.certificates_issue': 'Выпустить сертификат для кассы и положить его с ключом в папку.',
    'command.certificates_renew': 'Выпустить кассе новый сертификат; прежний действует, пока его не отозвали.',
    'command.certificates_revoke': 'Отозвать сертификаты кассы: с ними её больше не пустят.',
    'command.certificates_list': 'Показать выпущенные сертификаты касс и до какого дня они действуют.',
    'certificates.made':
      'Центр сертификатов заведён, сервер принимает кассы по TLS как {hosts} до {endsAt}. Установите на кассах сертификат центра: {file}. Кассы без шифрования принимаются, только пока включён registers.plaintext: так их переводят по одной.',
    'certificates.server_renewed':
      'Сертификат сервера выпущен заново: {hosts}, до {endsAt}. Сервер возьмёт его сам. Сертификат центра прежний: {file}.',
    'certificates.issued':
      'Сертификат кассы {registerId} до {endsAt} лежит в {folder}. Перенесите файлы на кассу и удалите их здесь: ключ на сервере не хранится.',
    'certificates.renewed':
      'Новый сертификат кассы {registerId} до {endsAt} лежит в {folder}. Установите его на кассе, потом отзовите прежние: smena certificates revoke с --keep и номером нового.',
    'certificates.revoked': 'Отозвано сертификатов кассы {registerId}: {n}. Сервер больше их не принимает.',
    'certificates.none': 'Сертификатов касс не выпускали.',
    'certificates.no_authority': 'Центра сертификатов ещё нет. Заведите его: smena certificates init.',
    'command.token_list': 'Показать токены кассы без сертификата.',
    'command.token_issue':
      'Выпустить токен для кассы без сертификата и напечатать его: больше он нигде не показывается.',
    'command.token_renew': 'Выпустить кассе новый токен; прежние действуют, пока их не отозвали.',
    'command.token_revoke': 'Отозвать токен кассы или все её токены: с ними её больше не пустят.',
    'option.token_required': 'yes: касса без сертификата не принимается без токена; no: принимается и без него',
    'token_list.empty': 'Токенов у кассы нет. Выпустить: smena token issue',
    'token_change.issued':
      'Токен {tokenId} кассы {shopCode}/{registerCode} выпущен. Впишите его на кассе сейчас: больше он нигде не показывается.',
    'token_change.renewed':
      'Новый токен {tokenId} кассы {shopCode}/{registerCode} выпущен. Впишите его на кассе, потом отзовите прежние: smena token revoke с --keep {tokenId}.',
    'token_change.would': 'Токен кассы {shopCode}/{registerCode} был бы выпущен. Ничего не изменено.',
    'usage.token': '{word} – не токен. Токены называются N-1, N-2; список – smena token list.',
    'column.token': 'Токен',
    'status.lines_closed': 'кассы не принимаются, касс: {n} (smena certificates init или registers.plaintext = on)',
    'status.lines_plaintext': 'порты касс без шифрования: {n}',
    'status.expired': 'сертификаты, токены и ключи, срок которых прошёл: {n}',
    'status.ends_soon': 'сертификаты, токены и ключи, которые скоро кончатся: {n}',
    'expiry_kind.server-certificate': 'сертификат сервера для касс',
    'expiry_kind.web-certificate': 'сертификат страниц и API',
    'expiry_kind.authority': 'центр сертификатов',
    'expiry_kind.revocation-list': 'список отозванных',
    'expiry_kind.register-certificate': 'сертификат кассы',
    'expiry_kind.issued-certificate': 'выпущенный сертификат кассы',
    'expiry_kind.register-token': 'токен кассы',
    'expiry_kind.store-server': 'сертификат сервера магазина',
    'expiry_kind.upper-certificate': 'сертификат этого сервера для верхнего',
    'expiry_kind.key': 'ключ API',
    'certificates.nothing_ends': 'Нет ничего, что кончается.',
    'column.what': 'Что',
    'column.whose': 'Чьё',
    'certificate_state.valid': 'действует',
    'certificate_state.ends_soon': 'скоро кончится',
    'certificate_state.ended': 'срок прошёл',
    'certificate_state.revoked': 'отозван',
    'column.valid_to': 'Действует до',
    'column.serial': 'Номер',
  },
  en: {
    'option.certificate_required': 'yes: the register or store server must not come without a certificate; no: it may',
    'option.certificate_host': 'name or address of the server that the certificate must bear',
    'option.certificate_days': 'for how many days',
    'option.certificate_keep': 'serial numbers of certificates, or the token, that stay in force',
    'option.certificate_name':
      'the name that the certificate of the register or store server must bear; none = id of the register, server-CODE',
    'command.certificates_init':
      'Make the certificate authority of this server, or issue a new certificate of the server for registers.',
    'command.certificates_issue': 'Issue a certificate for a register and put it with its key into a folder.',
    'command.certificates_renew':
      'Issue a new certificate for a register; the one before is valid until it is revoked.',
    'command.certificates_revoke': 'Revoke the certificates of a register: it is let in with them no more.',
    'command.certificates_list': 'Show the certificates issued for registers and until when they are valid.',
    'certificates.made':
      'The certificate authority is made, the server receives registers by TLS as {hosts} until {endsAt}. Install the certificate of the authority on the registers: {file}. Registers without encryption are received only as long as registers.plaintext is on: that is how they are moved one by one.',
    'certificates.server_renewed':
      'The certificate of the server was issued anew: {hosts}, until {endsAt}. The server takes it by itself. The certificate of the authority is the same: {file}.',
    'certificates.issued':
      'The certificate of register {registerId}, valid until {endsAt}, lies in {folder}. Move the files to the register and delete them here: the key is not kept on the server.',
    'certificates.renewed':
      'The new certificate of register {registerId}, valid until {endsAt}, lies in {folder}. Install it on the register, then revoke those before: smena certificates revoke with --keep and the number of the new one.',
    'certificates.revoked': 'Certificates of register {registerId} revoked: {n}. The server takes them no more.',
    'certificates.none': 'No certificates of registers were issued.',
    'certificates.no_authority': 'There is no certificate authority yet. Make it: smena certificates init.',
    'command.token_list': 'Show the tokens of a register without a certificate.',
    'command.token_issue':
      'Issue a token for a register without a certificate and print it: it is shown nowhere again.',
    'command.token_renew': 'Issue a new token for a register; those before are good until they are revoked.',
    'command.token_revoke': 'Revoke a token of a register, or all of them: it is let in with them no more.',
    'option.token_required':
      'yes: the register must not come without a token unless it shows a certificate; no: it may',
    'token_list.empty': 'The register has no tokens. To issue one: smena token issue',
    'token_change.issued':
      'Token {tokenId} of register {shopCode}/{registerCode} was issued. Write it into the register now: it is shown nowhere again.',
    'token_change.renewed':
      'The new token {tokenId} of register {shopCode}/{registerCode} was issued. Write it into the register, then revoke those before: smena token revoke with --keep {tokenId}.',
    'token_change.would': 'A token of register {shopCode}/{registerCode} would be issued. Nothing was changed.',
    'usage.token': '{word} is no token. Tokens are called N-1, N-2; smena token list shows them.',
    'column.token': 'Token',
    'status.lines_closed':
      'no register is received, registers: {n} (smena certificates init, or registers.plaintext = on)',
    'status.lines_plaintext': 'ports of registers without encryption: {n}',
    'status.expired': 'certificates, tokens and keys that have ended: {n}',
    'status.ends_soon': 'certificates, tokens and keys that end soon: {n}',
    'expiry_kind.server-certificate': 'certificate of the server for registers',
    'expiry_kind.web-certificate': 'certificate of pages and API',
    'expiry_kind.authority': 'certificate authority',
    'expiry_kind.revocation-list': 'list of revocations',
    'expiry_kind.register-certificate': 'certificate of a register',
    'expiry_kind.issued-certificate': 'certificate issued for a register',
    'expiry_kind.register-token': 'token of a register',
    'expiry_kind.store-server': 'certificate of a store server',
    'expiry_kind.upper-certificate': 'certificate of this server for the upper one',
    'expiry_kind.key': 'API key',
    'certificates.nothing_ends': 'There is nothing that ends.',
    'column.what': 'What',
    'column.whose': 'Whose',
    'certificate_state.valid': 'valid',
    'certificate_state.ends_soon': 'ends soon',
    'certificate_state.ended': 'ended',
    'certificate_state.revoked': 'revoked',
    'column.valid_to': 'Valid until',
    'column.serial': 'Number',
  },
} as const;
