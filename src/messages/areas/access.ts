/** Texts of people, sessions and keys (P20): why somebody was not let in, and what becomes of accounts. */
export const accessEvents = {
  ru: {
    'access.open':
      'Сервер открыт без входа: каждый на этой машине может всё. Уберите http.access = open и заведите людей: раздел «Доступ» руководства.',
    'access.logged_in': 'Вход: {login}, {how}, с адреса {address}.',
    'access.logged_out': 'Выход: {login}.',
    'access.login_refused': 'Вход не выполнен: {login}, с адреса {address}. {reason}',
    'access.recovery_used': '{login}: вход по запасному коду. Если телефон потерян, настройте второй фактор заново.',
    'access.sessions_ended': '{login}: другие сеансы завершены ({n}).',
    'access.password_changed': '{login}: пароль изменён, другие сеансы завершены.',
    'access.factor_on': '{login}: второй фактор включён.',
    'access.factor_off': '{login}: второй фактор выключен.',
    'access.factor_reset': '{login}: второй фактор снят администратором, сеансы завершены.',
    'access.factor_demanded': 'Роль «{role}»: второй фактор стал обязательным со следующего входа.',
    'access.factor_optional': 'Роль «{role}»: второй фактор больше не обязателен.',
    'access.person_added': 'Заведён пользователь {login}, роль «{role}».',
    'access.person_changed': 'Пользователь {login} изменён, роль «{role}».',
    'access.person_disabled': 'Пользователь {login} отключён, его сеансы завершены.',
    'access.person_enabled': 'Пользователь {login} снова включён.',
    'access.link_made': 'Для {login} сделана одноразовая ссылка: по ней выбирают пароль.',
    'access.key_issued': 'Выпущен ключ «{name}» (K-{keyId}), права: {rights}.',
    'access.key_taken_back': 'Ключ «{name}» (K-{keyId}) отозван.',
  },
  en: {
    'access.open':
      'The server is open without log-in: everybody at this machine may do everything. Remove http.access = open and add people: section "Access" of the manual.',
    'access.logged_in': 'Log-in: {login}, {how}, from the address {address}.',
    'access.logged_out': 'Log-out: {login}.',
    'access.login_refused': 'Log-in refused: {login}, from the address {address}. {reason}',
    'access.recovery_used':
      '{login}: log-in by a recovery code. If the telephone is lost, set up the second factor anew.',
    'access.sessions_ended': '{login}: other sessions ended ({n}).',
    'access.password_changed': '{login}: password changed, other sessions ended.',
    'access.factor_on': '{login}: second factor switched on.',
    'access.factor_off': '{login}: second factor switched off.',
    'access.factor_reset': '{login}: second factor taken away by an administrator, sessions ended.',
    'access.factor_demanded': 'Role "{role}": a second factor is required from the next log-in on.',
    'access.factor_optional': 'Role "{role}": a second factor is no longer required.',
    'access.person_added': 'User {login} added, role "{role}".',
    'access.person_changed': 'User {login} changed, role "{role}".',
    'access.person_disabled': 'User {login} disabled, sessions ended.',
    'access.person_enabled': 'User {login} enabled again.',
    'access.link_made': 'A one-time link was made for {login}, to choose a password by.',
    'access.key_issued': 'Key "{name}" (K-{keyId}) issued, rights: {rights}.',
    'access.key_taken_back': 'Key "{name}" (K-{keyId}) revoked.',
  },
} as const;

export const accessWords = {
  ru: {
    'access.by_password': 'по паролю',
    'access.by_link': 'по одноразовой ссылке',
    'access.by_provider': 'через внешний вход (OpenID Connect)',
    'access.because_unknown': 'Такого имени нет.',
    'access.because_disabled': 'Пользователь отключён.',
    'access.because_password': 'Неверный пароль.',
    'access.because_code': 'Неверный код второго фактора.',
    'access.not_logged_in':
      'Вход не выполнен. Войдите на странице «Вход» или передайте ключ: Authorization: Bearer <ключ>.',
    'access.is_open': 'Сервер открыт без входа: входить не нужно. Чтобы люди входили, уберите http.access = open.',
    'access.session_ended': 'Сеанс закончился. Войдите снова.',
    'access.second_factor': 'Вход ещё не завершён: нужен второй фактор. Введите код на странице «Вход».',
    'access.key_unknown': 'Такого ключа нет. Проверьте, весь ли он скопирован, или попросите у администратора новый.',
    'access.key_ended': 'Срок ключа «{name}» прошёл. Попросите у администратора новый.',
    'access.key_revoked': 'Ключ «{name}» отозван. Попросите у администратора новый.',
    'access.not_our_page':
      'Изменение пришло не со страницы этого сервера. Повторите его на странице; программе нужен ключ вместо cookie (или заголовок {header}).',
    'access.wrong_login': 'Имя или пароль не подходят. Проверьте раскладку клавиатуры и попробуйте снова.',
    'access.wrong_code':
      'Код не подходит: возможно, он уже использован или устарел. Дождитесь следующего и введите его.',
    'access.paused':
      'Слишком много неудачных попыток. Повторите через {n:секунду|секунды|секунд|секунды} или попросите администратора сделать ссылку для нового пароля.',
    'access.busy': 'Сейчас входит слишком много людей. Повторите через минуту.',
    'access.no_factor_asked': 'Код второго фактора сейчас не нужен. Обновите страницу.',
    'access.no_factor': 'Второй фактор не включён. Сначала включите его.',
    'access.factor_there': 'Второй фактор уже включён. Чтобы настроить его заново, сначала выключите.',
    'access.factor_needed': 'Для вашей роли второй фактор обязателен. Снять его может администратор.',
    'access.login_form':
      'Имя «{login}» не подходит. Напишите до 64 букв, цифр и знаков . _ @ - и начните с буквы или цифры.',
    'access.password_short':
      'Пароль короткий. Нужно не меньше {least:символа|символов|символов|символа}: подойдёт фраза из нескольких слов.',
    'access.password_long': 'Пароль длиннее {most:символа|символов|символов|символа}. Сократите его.',
    'access.password_name': 'Имя для входа не должно быть частью пароля. Придумайте другой.',
    'access.password_simple':
      'В пароле меньше {n:разного символа|разных символов|разных символов|разных символов}. Придумайте другой.',
    'access.password_of_provider': '{login} входит через внешний вход: пароль здесь не нужен, его меняют там.',
    'access.has_administrator':
      'Администратор уже есть. Попросите его завести вас или сделать ссылку для нового пароля.',
    'access.last_administrator': '{login} – последний администратор. Сначала сделайте администратором кого-то ещё.',
    'access.person_is_disabled': 'Пользователь {login} отключён. Администратор может включить его снова.',
    'access.extra_right': 'Право «{right}» нельзя добавить к роли «{role}». Уберите его или выберите другую роль.',
    'access.manager_shops': 'Директор магазина видит свои магазины: назовите их вместо всей сети.',
    'access.link_unknown':
      'Такой ссылки нет: возможно, она скопирована не целиком или сделана новая. Попросите новую ссылку.',
    'access.link_used':
      'Ссылка уже использована: она действует один раз. Войдите по паролю или попросите новую ссылку.',
    'access.link_ended': 'Срок ссылки прошёл: она действует 24 часа. Попросите новую.',
    'access.key_past': 'Срок ключа «{name}» уже прошёл. Укажите дату в будущем.',
    'access.provider_name_taken':
      'Имя {login} занято другим пользователем. Попросите администратора переименовать вас во внешнем входе.',
    'access.provider_failed':
      'Внешний вход не удался. Попробуйте снова; если не помогает, причину знает журнал процесса сервера.',
    'access.provider_away': 'Внешний вход не отвечает. Попробуйте позже или войдите по паролю.',
    'access.provider_denied':
      'Внешний вход вас не впустил, или вход там отменён. Попробуйте снова; если не помогает, спросите администратора внешнего входа.',
    'access.provider_no_role':
      'Внешний вход узнал вас как {login}, но ни одна ваша группа не даёт роли. Попросите администратора добавить вас в группу.',
    'exists.person': 'Пользователь {login} уже есть. Возьмите другое имя или измените его.',
    'exists.key': 'Действующий ключ «{name}» уже есть. Возьмите другое имя или сначала отзовите его.',
    'not_found.person': 'Пользователя {login} нет. Список – в разделе «Пользователи».',
    'not_found.key': 'Ключа K-{keyId} нет. Список – в разделе «Ключи API».',
  },
  en: {
    'access.by_password': 'by password',
    'access.by_link': 'by a one-time link',
    'access.by_provider': 'by the external log-in (OpenID Connect)',
    'access.because_unknown': 'There is no such name.',
    'access.because_disabled': 'The user is disabled.',
    'access.because_password': 'Wrong password.',
    'access.because_code': 'Wrong code of the second factor.',
    'access.not_logged_in':
      'Nobody is logged in. Log in on the page "Log in", or send a key: Authorization: Bearer <key>.',
    'access.is_open': 'The server is open: nobody has to log in. To have people log in, remove http.access = open.',
    'access.session_ended': 'The session has ended. Log in again.',
    'access.second_factor':
      'The log-in is not complete: the second factor is missing. Enter the code on the page "Log in".',
    'access.key_unknown':
      'There is no such key. Check that it was copied whole, or ask an administrator for a new one.',
    'access.key_ended': 'The key "{name}" has ended. Ask an administrator for a new one.',
    'access.key_revoked': 'The key "{name}" was revoked. Ask an administrator for a new one.',
    'access.not_our_page':
      'The change did not come from a page of this server. Repeat it on the page; a program needs a key instead of the cookie (or the header {header}).',
    'access.wrong_login': 'Name or password does not fit. Check the keyboard layout and try again.',
    'access.wrong_code':
      'The code does not fit: perhaps it was used already or is over. Wait for the next one and enter it.',
    'access.paused':
      'Too many log-ins have failed. Try again in {n:second|seconds}, or ask an administrator for a link to choose a new password.',
    'access.busy': 'Too many people are logging in right now. Try again in a minute.',
    'access.no_factor_asked': 'No code of a second factor is needed now. Reload the page.',
    'access.no_factor': 'The second factor is not switched on. Switch it on first.',
    'access.factor_there': 'The second factor is switched on already. To set it up anew, switch it off first.',
    'access.factor_needed': 'Your role requires a second factor. An administrator can take it away.',
    'access.login_form':
      'The name "{login}" does not fit. Write up to 64 letters, digits and . _ @ -, beginning with a letter or digit.',
    'access.password_short':
      'The password is short. It needs at least {least:character|characters}: a phrase of several words is fine.',
    'access.password_long': 'The password is longer than {most:character|characters}. Shorten it.',
    'access.password_name': 'The log-in name must not be part of the password. Choose another one.',
    'access.password_simple':
      'The password has fewer than {n:different character|different characters}. Choose another one.',
    'access.password_of_provider': '{login} uses the external log-in: no password is needed here, it is changed there.',
    'access.has_administrator':
      'There is an administrator already. Ask them to add you, or for a link to choose a new password.',
    'access.last_administrator': '{login} is the last administrator. Make somebody else an administrator first.',
    'access.person_is_disabled': 'User {login} is disabled. An administrator can enable them again.',
    'access.extra_right': 'The right "{right}" cannot be added to the role "{role}". Remove it or choose another role.',
    'access.manager_shops': 'A shop manager sees their own shops: name them instead of the whole network.',
    'access.link_unknown':
      'There is no such link: perhaps it was not copied whole, or a new one was made. Ask for a new link.',
    'access.link_used': 'The link was used already: it is good once. Log in by password or ask for a new link.',
    'access.link_ended': 'The link is over: it is good for 24 hours. Ask for a new one.',
    'access.key_past': 'The end of the key "{name}" is past already. Name a date to come.',
    'access.provider_name_taken':
      'The name {login} belongs to another user here. Ask an administrator to rename you at the external log-in.',
    'access.provider_failed':
      'The external log-in failed. Try again; if that does not help, the log of the server process knows why.',
    'access.provider_away': 'The external log-in does not answer. Try later, or log in by password.',
    'access.provider_denied':
      'The external log-in did not let you in, or it was cancelled there. Try again; if that does not help, ask its administrator.',
    'access.provider_no_role':
      'The external log-in knows you as {login}, but none of your groups gives a role. Ask an administrator to add you to one.',
    'exists.person': 'There is a user {login} already. Take another name, or change that user.',
    'exists.key': 'There is a good key "{name}" already. Take another name, or revoke it first.',
    'not_found.person': 'There is no user {login}. The section "Users" lists them.',
    'not_found.key': 'There is no key K-{keyId}. The section "API keys" lists them.',
  },
} as const;
