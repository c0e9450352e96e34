/** Texts of people, sessions and keys (P20): why somebody was not let in, and what becomes of accounts. */
export const accessEvents = {
  ru: {
    'access.open':
      'Сервер открыт без входа: каждый на этой машине может всё. Уберите http.access = open и заведите людей: раздел «Вход и права» руководства.',
  },
  en: {
    'access.open':
      'The server is open without log-in: everybody at this machine may do everything. Remove http.access = open and add people: section "Log-in and rights" of the manual.',
  },
} as const;

export const accessWords = {
  ru: {
    'access.not_logged_in':
      'Вход не выполнен. Войдите на странице «Вход» или передайте ключ: Authorization: Bearer <ключ>.',
    'access.session_ended': 'Сеанс закончился. Войдите снова.',
    'access.second_factor': 'Вход ещё не завершён: нужен второй фактор. Введите код на странице «Вход».',
    'access.key_unknown': 'Такого ключа нет. Проверьте, весь ли он скопирован, или попросите у администратора новый.',
    'access.key_ended': 'Срок ключа «{name}» прошёл. Попросите у администратора новый.',
    'access.key_revoked': 'Ключ «{name}» отозван. Попросите у администратора новый.',
    'access.not_our_page':
      'Изменение пришло не со страницы этого сервера. Повторите его на странице; программе нужен ключ вместо cookie (или заголовок {header}).',
  },
  en: {
    'access.not_logged_in':
      'Nobody is logged in. Log in on the page "Log in", or send a key: Authorization: Bearer <key>.',
    'access.session_ended': 'The session has ended. Log in again.',
    'access.second_factor':
      'The log-in is not complete: the second factor is missing. Enter the code on the page "Log in".',
    'access.key_unknown':
      'There is no such key. Check that it was copied whole, or ask an administrator for a new one.',
    'access.key_ended': 'The key "{name}" has ended. Ask an administrator for a new one.',
    'access.key_revoked': 'The key "{name}" was revoked. Ask an administrator for a new one.',
    'access.not_our_page':
      'The change did not come from a page of this server. Repeat it on the page; a program needs a key instead of the cookie (or the header {header}).',
  },
} as const;
