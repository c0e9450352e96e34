/** Texts of the page of the demo stand, Russian. */
export const screensStandRu = {
  'stand.title': 'Пульт стенда',
  'stand.open': 'Пульт стенда',
  'stand.intro': 'Включите неполадку и посмотрите, как сервер её покажет.',
  'stand.none': 'Это не стенд: данные настоящие, переключателей нет. Стенд запускается командой smena demo.',
  'stand.on': 'включено',
  'stand.off': 'выключено',
  'stand.turnOn': 'Включить',
  'stand.turnOff': 'Вернуть',
  'stand.loading': 'Загружаем переключатели…',
  'stand.reports_more': 'Касса {place} сообщает на 500,00 больше',
  'stand.reports_more.what':
    'Открытая смена закроется и сообщит продаж и выручки на 500,00 ₽ больше, чем в её чеках; следующие смены тоже.',
  'stand.reports_more.where': 'Через несколько секунд это расхождение стоит здесь:',
  'stand.reports_more.cases': 'Расхождения кассы',
  'stand.reports_more.shifts': 'Сверка продаж кассы',
  'stand.reports_more.after':
    'После «Вернуть» уже закрытая смена расходится дальше, пока расхождение не примут с причиной.',
} as const;
