/** Texts of schedules and of the groups of shops that they may be about: events of the log, refusals of requests. */
export const scheduleEvents = {
  ru: {
    'schedule.added': 'Заведено расписание {scheduleId}. Кто: {author}.',
    'schedule.changed': 'Расписание {scheduleId} изменено. Кто: {author}.',
    'schedule.paused': 'Расписание {scheduleId} приостановлено. Кто: {author}.',
    'schedule.resumed':
      'Расписание {scheduleId} снова действует. За время паузы пропущено: {passed:запуск|запуска|запусков|запуска}. Кто: {author}.',
    'schedule.removed': 'Расписание {scheduleId} удалено. Кто: {author}.',
    'schedule.run':
      'Расписание {scheduleId} запущено вручную, запрошено: {requested:касса|кассы|касс|кассы}. Кто: {author}.',
    'schedule.caught_up':
      'Расписание {scheduleId}: запуск {slot:time} наверстан с опозданием, до него пропущено: {missed:запуск|запуска|запусков|запуска}. Сервер не работал или база была недоступна.',
    'group.added': 'Заведена группа магазинов {groupCode} «{name}», в ней {shops:магазин|магазина|магазинов|магазина}.',
    'group.changed':
      'Изменена группа магазинов {groupCode} «{name}», в ней {shops:магазин|магазина|магазинов|магазина}.',
    'group.removed': 'Удалена группа магазинов {groupCode} «{name}», её магазины остались без группы.',
  },
  en: {
    'schedule.added': 'Schedule {scheduleId} was added. By: {author}.',
    'schedule.changed': 'Schedule {scheduleId} was changed. By: {author}.',
    'schedule.paused': 'Schedule {scheduleId} was paused. By: {author}.',
    'schedule.resumed': 'Schedule {scheduleId} was resumed. Skipped during the pause: {passed:run|runs}. By: {author}.',
    'schedule.removed': 'Schedule {scheduleId} was removed. By: {author}.',
    'schedule.run': 'Schedule {scheduleId} was run by hand, {requested:register|registers} asked. By: {author}.',
    'schedule.caught_up':
      'Schedule {scheduleId}: the run of {slot:time} was caught up late, {missed:run|runs} before it missed. The server did not run or its database was away.',
    'group.added': 'Group of shops {groupCode} "{name}" was added with {shops:shop|shops}.',
    'group.changed': 'Group of shops {groupCode} "{name}" was changed, it has {shops:shop|shops}.',
    'group.removed': 'Group of shops {groupCode} "{name}" was removed, its shops have no group now.',
  },
} as const;

export const scheduleWords = {
  ru: {
    'not_found.schedule': 'Расписания {scheduleId} нет. Проверьте номер.',
    'not_found.group': 'Группы магазинов с кодом {groupCode} нет. Проверьте код или заведите группу.',
    'exists.schedule': 'Такое же расписание уже есть: {scheduleId}. Измените его.',
    'exists.group': 'Группа магазинов с кодом {groupCode} уже есть. Измените её или возьмите другой код.',
    'group.has_schedule':
      'Группа {groupCode} не удалена: о ней расписание {scheduleId}. Сначала удалите её расписания.',
    'schedule.too_many': 'Расписаний уже {most}, больше сервер не держит. Удалите лишние или заведите одно на группу.',
    'schedule.minutes': 'Промежуток расписания – от 1 до 1440 минут.',
    'schedule.time': 'Время в расписании пишется как 08:30, от 00:00 до 23:59.',
    'schedule.no_times': 'В расписании нет ни одного времени. Назовите хотя бы одно.',
    'schedule.reversed': 'Начало дня в расписании позже его конца. Поменяйте их местами.',
  },
  en: {
    'not_found.schedule': 'There is no schedule {scheduleId}. Check the number.',
    'not_found.group': 'There is no group of shops with code {groupCode}. Check the code or add the group.',
    'exists.schedule': 'There is such a schedule already: {scheduleId}. Change that one.',
    'exists.group': 'There is a group of shops with code {groupCode} already. Change it or take another code.',
    'group.has_schedule':
      'Group {groupCode} was not removed: schedule {scheduleId} is about it. Remove its schedules first.',
    'schedule.too_many': 'There are {most} schedules, the server keeps no more. Remove some or make one for a group.',
    'schedule.minutes': 'The interval of a schedule is 1 to 1440 minutes.',
    'schedule.time': 'A time in a schedule is written as 08:30, from 00:00 to 23:59.',
    'schedule.no_times': 'The schedule has no time. Name at least one.',
    'schedule.reversed': 'The day of the schedule begins after it ends. Swap the times.',
  },
} as const;
