/** Texts that all long lists share: filters and totals, Russian. */
export const screensListsRu = {
  'filters.add': 'Добавить отбор',
  'filters.by': 'Отбирать по',
  'filters.value': 'Значение',
  'filters.take': 'Отобрать',
  'filters.leave': 'Не добавлять',
  'filters.takeOff': 'убрать отбор',
  'filters.key': 'Клавиша F',
  'filters.reset': 'Сбросить отбор',
  'lists.of': 'показано {shown}, всего {total}',
  'lists.ofMany': 'показано {shown}, всего больше {total}',
  'notFetched.title': 'Страница не открылась',
  'notFetched.text':
    'Страницу не удалось получить или показать: {cause}. Сервер не ответил либо обновился. Когда связь восстановится, откройте её ещё раз.',
  'notFetched.again': 'Открыть ещё раз',
  'frame.languageFailed':
    'Тексты другого языка не получены: сервер не ответил. Выберите язык ещё раз, когда связь восстановится.',
} as const;
