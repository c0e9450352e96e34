/** Texts of holes in receipt numbers, of registers that are asked again, and of their clocks. */
export const gapEvents = {
  ru: {
    'gap.found':
      'Касса {registerCode}: нет чеков {first}–{last} ({n:чек|чека|чеков|чека}), смена {shiftNumber}, пропуск G-{gapId}. Причина: {cause}. {next}',
    'gap.filled': 'Пропуск G-{gapId} закрыт: чеки {first}–{last} на сервере.',
    'gap.absent':
      'Пропуск G-{gapId}: касса {registerCode} ответила (загрузка T-{transferId}), что чеков {first}–{last} у неё нет. Сам сервер их больше не запрашивает; сверьте их с фискальным регистратором.',
    'rearm.stopped':
      'Касса {registerCode} не справилась с загрузкой T-{transferId} и могла перестать передавать продажи. Сервер спросит её снова.',
    'rearm.silent':
      'Касса {registerCode} молчит {hours} ч {minutes} мин, хотя {expected}. Сервер спрашивает её снова; проверьте связь и саму кассу.',
    'rearm.new': 'Касса {registerCode} новая, продаж её на сервере нет: запрашиваются последние 24 часа.',
    'rearm.answered': 'Касса {registerCode} ответила на повторный запрос (загрузка T-{transferId}).',
    'rearm.over': 'Повторные запросы кассы закончены: причина «{reason}» ушла сама.',
    'register.clock_ahead':
      'Часы кассы спешат на {hours} ч {minutes} мин или неверен часовой пояс магазина. Продажи записаны со временем кассы, ничего не потеряно; поправьте часы кассы или пояс.',
    'register.clock_behind':
      'Часы кассы отстают на {hours} ч {minutes} мин или неверен часовой пояс магазина. Продажи записаны со временем кассы, ничего не потеряно; поправьте часы кассы или пояс.',
    'register.clock_right': 'Часы кассы снова верны.',
  },
  en: {
    'gap.found':
      'Register {registerCode}: receipts {first}–{last} are missing ({n:receipt|receipts}), shift {shiftNumber}, gap G-{gapId}. Cause: {cause}. {next}',
    'gap.filled': 'Gap G-{gapId} is closed: receipts {first}–{last} are on the server.',
    'gap.absent':
      'Gap G-{gapId}: register {registerCode} answered (load T-{transferId}) that it has no receipts {first}–{last}. The server does not ask for them by itself any more; compare them with the fiscal device.',
    'rearm.stopped':
      'Register {registerCode} did not manage load T-{transferId} and may have stopped sending. The server will ask it again.',
    'rearm.silent':
      'Register {registerCode} has been silent for {hours} h {minutes} min though {expected}. The server asks it again; look at the line and at the register.',
    'rearm.new':
      'Register {registerCode} is new and the server has no sales of it: its last 24 hours are being asked for.',
    'rearm.answered': 'Register {registerCode} answered when it was asked again (load T-{transferId}).',
    'rearm.over': 'The register is not asked again any more: the reason "{reason}" has gone by itself.',
    'register.clock_ahead':
      'The clock of the register is {hours} h {minutes} min fast, or the time zone of the shop is wrong. Sales are kept with the time of the register, nothing is lost; set the clock or the zone right.',
    'register.clock_behind':
      'The clock of the register is {hours} h {minutes} min slow, or the time zone of the shop is wrong. Sales are kept with the time of the register, nothing is lost; set the clock or the zone right.',
    'register.clock_right': 'The clock of the register is right again.',
  },
} as const;

/** Words inside those sentences, and refusals. */
export const gapWords = {
  ru: {
    'gap_cause.not_sent': 'касса их не присылала',
    'gap_cause.set_aside': 'записи отложены и ждут решения',
    'gap_cause.package_broken': 'пакет за это время не разобран',
    'gap_cause.package_error': 'пакет ждёт записи в базу',
    'gap_cause.not_at_register': 'касса ответила, что таких чеков у неё нет',
    'gap_cause.number_jump': 'нумерация скакнула: так много чеков не теряется',
    'gap_next.asked': 'Сервер запросит их у кассы сам.',
    'gap_held.set_aside': 'Разберите отложенные документы: касса прислала бы их такими же.',
    'gap_held.number_jump': 'Само не запрашивается: проверьте, не сменился ли фискальный регистратор.',
    'gap_held.too_old': 'Само не запрашивается: смена старше срока rearm.gapDays.',
    'gap_held.too_long': 'Само не запрашивается: неделю и больше загружает человек.',
    'gap_held.no_times': 'Само не запрашивается: время соседних чеков не известно.',
    'gap_state.waiting': 'ждёт запроса',
    'gap_state.asked': 'запрошен',
    'gap_state.held': 'ждёт человека',
    'gap_state.absent': 'у кассы нет',
    'gap_state.filled': 'закрыт',
    'rearm_reason.stopped': 'остановилась после ошибки',
    'rearm_reason.silent': 'молчит',
    'rearm_reason.gaps': 'пропуски номеров',
    'rearm_reason.new': 'новая касса',
    'rearm_expected.open_shift': 'её смена открыта',
    'rearm_expected.usual_hour': 'в этот час она обычно торгует',
    'not_found.gap': 'Пропуска {gapId} нет. Проверьте номер.',
    'gap.is_filled': 'Пропуск {gapId} закрыт: чеки на сервере, запрашивать нечего.',
    'gap.no_period':
      'Пропуск {gapId} нельзя запросить: время соседних чеков не известно. Загрузите период на вкладке «Продажи».',
  },
  en: {
    'gap_cause.not_sent': 'the register has not sent them',
    'gap_cause.set_aside': 'the records are set aside and wait for a decision',
    'gap_cause.package_broken': 'a package of that time could not be read',
    'gap_cause.package_error': 'a package waits to be loaded',
    'gap_cause.not_at_register': 'the register answered that it has no such receipts',
    'gap_cause.number_jump': 'the numbering jumped: so many receipts do not get lost',
    'gap_next.asked': 'The server will ask the register for them.',
    'gap_held.set_aside': 'Decide on the documents set aside: the register would send them as they are.',
    'gap_held.number_jump': 'Not asked for by itself: look whether the fiscal device was replaced.',
    'gap_held.too_old': 'Not asked for by itself: the shift is older than rearm.gapDays.',
    'gap_held.too_long': 'Not asked for by itself: a week or more is loaded by a person.',
    'gap_held.no_times': 'Not asked for by itself: the times of the receipts around it are not known.',
    'gap_state.waiting': 'waits to be asked for',
    'gap_state.asked': 'asked for',
    'gap_state.held': 'waits for a person',
    'gap_state.absent': 'the register has none',
    'gap_state.filled': 'closed',
    'rearm_reason.stopped': 'stopped after a failure',
    'rearm_reason.silent': 'silent',
    'rearm_reason.gaps': 'gaps in receipt numbers',
    'rearm_reason.new': 'new register',
    'rearm_expected.open_shift': 'its shift is open',
    'rearm_expected.usual_hour': 'it usually sells at this hour',
    'not_found.gap': 'There is no gap {gapId}. Check the number.',
    'gap.is_filled': 'Gap {gapId} is closed: the receipts are on the server, there is nothing to ask for.',
    'gap.no_period':
      'Gap {gapId} cannot be asked for: the times of the receipts around it are not known. Load a period on the tab "Sales".',
  },
} as const;
