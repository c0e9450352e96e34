/** Texts of settings: what was changed by whom, what is asked before, what is refused. */
export const settingEvents = {
  ru: {
    'setting.protocol_changed':
      'Изменена настройка «Версия протокола обмена с кассой» {place}: было {from}, стало {to}. Перешло касс: {n}. Не перешло: старое ПО {tooOld}, версия неизвестна {unknown}. Кто изменил: {author}.',
    'register.protocol_changed':
      'Касса {registerCode}: протокол обмена был {from}, стал {to}. Он передаётся кассе с настройками обмена. Кто изменил: {author}.',
  },
  en: {
    'setting.protocol_changed':
      'The setting "Version of the register protocol" was changed {place}: from {from} to {to}. Registers changed: {n}. Not changed: old software {tooOld}, version not known {unknown}. By: {author}.',
    'register.protocol_changed':
      'Register {registerCode}: the protocol was {from} and is {to}. The register is told with its settings. By: {author}.',
  },
} as const;

export const settingWords = {
  ru: {
    'setting.protocol': 'Версия протокола обмена с кассой',
    'setting.load_mode': 'Режим загрузки продаж для отчётов: одна база сервера',
    'setting.fixed': 'Настройка {key} показывает, как устроен сервер, и не меняется.',
    'setting.everywhere': 'для всего сервера',
    'setting.in_shop': 'для магазина {shopCode}',
    'setting.confirm':
      'Изменить «Версия протокола обмена с кассой» с {from} на {to}? Перейдёт: {changing:касса|кассы|касс|кассы}. Останется на прежнем: старше {firstVersion} – {tooOld:касса|кассы|касс|кассы}, версия ПО неизвестна – {unknown:касса|кассы|касс|кассы}. Подтвердите изменение.',
    'setting.changed':
      '«Версия протокола обмена с кассой»: {to}. Перешло: {changing:касса|кассы|касс|кассы}. Настройки обмена передаются им сейчас; касса, которая не на связи, получит их, когда ответит.',
    'setting.too_old':
      'ПО кассы {registerCode} версии {softwareVersion} протокола {protocolVersion} не умеет: он есть с версии {firstVersion}. Обновите ПО кассы, укажите его версию и повторите.',
    'not_found.setting': 'Настройки {key} нет. Все настройки покажет smena settings get или страница «Настройки».',
    'setting.in_config':
      'Настройка {key} задаётся при запуске: в smena.config.json ключом {key} или переменной {variable}. Измените её там и перезапустите сервер.',
    'setting.value': 'Значение {value} для {key} не подходит. Возможные значения: {choices}.',
  },
  en: {
    'setting.protocol': 'Version of the register protocol',
    'setting.load_mode': 'Where reports read sales from: the one database of the server',
    'setting.fixed': 'The setting {key} tells how the server is made and is not changed.',
    'setting.everywhere': 'for the whole server',
    'setting.in_shop': 'for shop {shopCode}',
    'setting.confirm':
      'Change "Version of the register protocol" from {from} to {to}? Following: {changing:register|registers}. Staying: older than {firstVersion} – {tooOld:register|registers}, software version not known – {unknown:register|registers}. Confirm the change.',
    'setting.changed':
      '"Version of the register protocol": {to}. Changed: {changing:register|registers}. They are told their settings now; a register that is away is told when it answers.',
    'setting.too_old':
      'The software of register {registerCode} is {softwareVersion} and cannot speak protocol {protocolVersion}, which came with {firstVersion}. Update the software, note its version and try again.',
    'not_found.setting': 'There is no setting {key}. smena settings get or the page "Settings" shows all of them.',
    'setting.in_config':
      'The setting {key} is read at the start: from smena.config.json, key {key}, or from {variable}. Change it there and restart the server.',
    'setting.value': 'The value {value} does not fit {key}. Values that fit: {choices}.',
  },
} as const;
