/** Why a shift has no sales file, beside what the file rules refuse (areas/reasons.ts): its place, its folder, its emptiness. */
export const exports_ = {
  ru: {
    'export.nothing_to_write':
      'Выгружать нечего: в смене нет закрытых документов и времени работы кассира. Файл появится вместе с первым чеком.',
    'export.only_open_documents':
      'Выгружать пока нечего: все документы смены ещё не закрыты, их {count}. Смена выгрузится сама, когда они закроются; если чек завис, закройте его на кассе и запросите смену ещё раз.',
    'export.incomplete':
      'В файл вошло не всё, что пришло с кассы: отложено записей {setAside}, копий с расхождением {conflicts}, незакрытых документов {openDocuments}. АСТУ получила остальное. Разберите отложенное и расхождения в карточке смены; с новыми документами смена выгрузится ещё раз.',
    'export.open_documents': 'В файл не вошло незакрытых документов: {count}. Они выгрузятся после закрытия.',
    'export.shop_code':
      'Код магазина «{shopCode}» не из одних цифр, АСТУ не найдёт такую папку. Задайте магазину код из цифр.',
    'export.register_code':
      'Код кассы «{registerCode}» не из одних цифр, АСТУ не найдёт такую папку. Задайте кассе код из цифр.',
    'export.check_failed':
      'Файл смены не прошёл проверку перед публикацией и не опубликован: правило {rule}, {problem}. Всего замечаний: {problems}. Запросите смену с кассы ещё раз; если не поможет, передайте текст поддержке.',
    'export.unexpected':
      'Непредвиденная ошибка выгрузки: {cause}. Сервер повторит сам; если не поможет, передайте текст поддержке.',
    'export.folder_missing': 'Папки обмена {path} нет. Подключите или создайте её, выгрузка продолжится сама.',
    'export.folder_denied':
      'Нет права записи в папку обмена {path} ({cause}). Дайте серверу право записи, выгрузка продолжится сама.',
    'export.disk_full': 'В папке обмена {path} кончилось место. Освободите место, выгрузка продолжится сама.',
    'export.folder_failed':
      'Папка обмена {path} не принимает файл ({cause}). Проверьте диск и сетевую папку, выгрузка продолжится сама.',
  },
  en: {
    'export.nothing_to_write':
      'There is nothing to export: the shift has neither closed documents nor working time of a cashier. The file comes with the first receipt.',
    'export.only_open_documents':
      'There is nothing to export yet: every document of the shift is still open, {count} in all. The shift is exported by itself once they are closed; if a receipt hangs, close it on the register and request the shift again.',
    'export.incomplete':
      'The file does not hold all that came from the register: records set aside {setAside}, copies that disagree {conflicts}, documents not closed {openDocuments}. The ERP has the rest. Settle what was set aside and what disagrees in the card of the shift; with new documents the shift is exported again.',
    'export.open_documents':
      'Documents left out of the file because they are not closed: {count}. They are exported once they are closed.',
    'export.shop_code':
      'The shop code "{shopCode}" is not all digits, so the ERP does not find its folder. Give the shop a code of digits.',
    'export.register_code':
      'The register code "{registerCode}" is not all digits, so the ERP does not find its folder. Give the register a code of digits.',
    'export.check_failed':
      'The file of the shift failed the check before publishing and was not published: rule {rule}, {problem}. Problems in all: {problems}. Request the shift from the register again; if that does not help, hand the text to support.',
    'export.unexpected':
      'Unexpected error of the export: {cause}. The server tries again by itself; if that does not help, hand the text to support.',
    'export.folder_missing':
      'The exchange folder {path} does not exist. Connect or create it; the export goes on by itself.',
    'export.folder_denied':
      'The server may not write to the exchange folder {path} ({cause}). Give it the right to write; the export goes on by itself.',
    'export.disk_full':
      'The disk of the exchange folder {path} is full. Free some space; the export goes on by itself.',
    'export.folder_failed':
      'The exchange folder {path} does not take the file ({cause}). Check the disk and the network folder; the export goes on by itself.',
  },
} as const;
