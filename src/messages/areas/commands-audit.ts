/** Texts of the commands about the audit trail. */
export const auditCommands = {
  ru: {
    'command.audit_list': 'Показать журнал действий: кто, что и с чем сделал, было и стало.',
    'command.audit_verify': 'Проверить, цел ли журнал действий, и назвать первую запись, которой верить нельзя.',
    'audit_list.empty': 'Записей нет.',
    'audit_list.own': 'Показаны только Ваши действия: чтобы видеть все, нужно право «журнал действий».',
    'option.who': 'текст в имени того, кто это сделал',
    'option.verb': 'что сделано: add, change, accept, download …',
    'option.object': 'с каким объектом: shop, register, case, setting …',
    'option.key': 'какой объект: 12/3, T-88, D-12',
    'option.result': 'чем кончилось',
    'column.at': 'Время',
    'column.action': 'Действие',
    'column.object': 'Объект',
    'column.change': 'Было → стало',
  },
  en: {
    'command.audit_list': 'Show the audit trail: who did what to which object, before and after.',
    'command.audit_verify':
      'Check whether the audit trail is whole, and name the first entry that cannot be relied on.',
    'audit_list.empty': 'There are no entries.',
    'audit_list.own': 'Only your own actions are shown: to see all, the right to the audit trail is needed.',
    'option.who': 'text in the name of who did it',
    'option.verb': 'what was done: add, change, accept, download …',
    'option.object': 'to what: shop, register, case, setting …',
    'option.key': 'to which object: 12/3, T-88, D-12',
    'option.result': 'how it ended',
    'column.at': 'Time',
    'column.action': 'Action',
    'column.object': 'Object',
    'column.change': 'Before → after',
  },
} as const;
