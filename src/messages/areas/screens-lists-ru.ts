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
} as const;
