/** Texts of the commands about reports and receipts. */
export const reportCommands = {
  ru: {
    'command.report':
      'Показать отчёт или записать его в файл: sales, shifts, departments, cashiers, payments, hours, refunds, cancelled, cash, discounts, goods.',
    'option.shift': 'адрес смены: 347@2026-03-14, вместе с --shop и --register',
    'option.by': 'строки отчёта о продажах: по дням, магазинам или кассам',
    'option.format': 'записать файл: Excel или CSV',
    'option.dialect': 'CSV для людей или для программ',
    'option.out': 'куда записать файл; без ключа – имя от сервера, в текущей папке',
    'usage.report': 'Отчёта {name} нет. Есть отчёты: {known}.',
    'usage.shift_needs_register': 'Номер смены понятен только вместе с кассой. Добавьте --shop и --register.',
    'report.head': '{from} – {to}, данные по состоянию на {asOf}',
    'report.empty': 'За этот период ничего нет.',
    'report.differs': '▲ {figure}: в отчёте {report}, касса сообщила {shifts}',
    'report.incomplete':
      '▲ Итоги неполные: касс без смен {silent}, открытых смен {open}, нет номеров чеков {receipts}, отложено записей {setAside}, пересчитывается смен {recounting}',
    'report.cut': 'Показано {shown} из {n}; файл содержит все строки: --format csv',
    'report.not_written': 'Файл {path} не записан: {cause}. Проверьте место и права и повторите.',
  },
  en: {
    'command.report':
      'Show a report or write it to a file: sales, shifts, departments, cashiers, payments, hours, refunds, cancelled, cash, discounts, goods.',
    'option.shift': 'address of a shift: 347@2026-03-14, together with --shop and --register',
    'option.by': 'rows of the sales report: by day, shop or register',
    'option.format': 'write a file: Excel or CSV',
    'option.dialect': 'CSV for people or for programs',
    'option.out': 'where to write the file; without it the name that the server gives, in this folder',
    'usage.report': 'There is no report {name}. Reports: {known}.',
    'usage.shift_needs_register': 'A shift number means something only within a register. Add --shop and --register.',
    'report.head': '{from} – {to}, data as of {asOf}',
    'report.empty': 'There is nothing in this period.',
    'report.differs': '▲ {figure}: {report} in the report, {shifts} reported by registers',
    'report.incomplete':
      '▲ The totals are not complete: registers without a shift {silent}, open shifts {open}, receipt numbers missing {receipts}, records set aside {setAside}, shifts being counted anew {recounting}',
    'report.cut': '{shown} of {n} shown; the file holds all rows: --format csv',
    'report.not_written': 'The file {path} was not written: {cause}. Check space and rights and try again.',
  },
} as const;
