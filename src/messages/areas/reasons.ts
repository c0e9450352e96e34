/** Texts of the reasons why a package, a sales file, a record or an export was refused, by the codes of `formats/`. */
export const reasons = {
  ru: {
    'package.empty': 'Пакет пуст: в нём нет ни одного байта. Запросите продажи с кассы ещё раз.',
    'package.not_a_zip':
      'Пакет не ZIP-архив и не файл продаж. Проверьте, что именно прислала касса, и запросите продажи ещё раз.',
    'package.cut': 'ZIP-архив оборван: его конца нет. Запросите продажи с кассы ещё раз.',
    'package.damaged': 'ZIP-архив повреждён: {cause}. Запросите продажи с кассы ещё раз.',
    'package.encrypted':
      'Файл {entry} в архиве зашифрован, прочитать его нельзя. Отключите шифрование архивов на кассе.',
    'package.unsupported_method':
      'Файл {entry} сжат неизвестным способом {method}. Нужен обычный ZIP (deflate): проверьте, чем упакован архив.',
    'package.too_many_entries':
      'В архиве файлов: {count}, допустимо {limit}. Пакет продаж содержит один файл: проверьте, что прислала касса.',
    'package.no_sales_file':
      'В архиве нет файла продаж (*.json), всего файлов: {count}. Запросите продажи с кассы ещё раз.',
    'package.several_sales_files':
      'В архиве несколько файлов продаж: {count}, а должен быть один. Загрузите их по одному.',
    'package.too_large':
      'Файл продаж в развёрнутом виде больше предела {limit} байт. Разбейте период на части или увеличьте предел.',
    'package.ratio_too_high':
      'Архив разворачивается больше чем в {limit} раз: так выглядит вредоносный архив. Проверьте кассу; если файл настоящий, увеличьте предел.',
    'package.size_lies':
      'Размер файла {entry} не тот, что указан в архиве ({declared} байт). Архив повреждён или подделан: запросите продажи ещё раз.',
    'package.wrong_checksum':
      'Контрольная сумма файла {entry} не сошлась: архив повреждён по дороге. Запросите продажи с кассы ещё раз.',
    'package.empty_sales_file': 'Файл продаж {entry} в архиве пуст. Запросите продажи с кассы ещё раз.',

    'file.not_utf8':
      'Файл продаж не в кодировке UTF-8, прочитать его без потерь нельзя. Проверьте программу кассы и запросите продажи ещё раз.',
    'file.no_sections':
      'В файле продаж нет ни одного раздела («shift info», «sales data», «securitylog info»). Проверьте, тот ли это файл.',
    'file.cut': 'Файл продаж оборван: раздел «{section}» начат и не закончен. Запросите продажи с кассы ещё раз.',
    'file.section_not_begun':
      'Файл продаж испорчен: раздел «{section}» закончен, но не начат, и где в файле продажи, неизвестно. Запросите продажи с кассы ещё раз.',
    'file.too_many_sections':
      'В файле продаж больше {limit} разделов, настоящий файл таким не бывает. Проверьте, тот ли это файл.',
    'file.too_many_records':
      'В разделе «{section}» больше {limit} записей. Разбейте период на части и запросите продажи ещё раз.',

    'record.not_utf8':
      'Запись не разобрана: её байты не в кодировке UTF-8, испорченные буквы показаны как «�». Проверьте документ на кассе и запросите его ещё раз.',
    'record.not_json':
      'Запись не разобрана: ошибка JSON в позиции {position}. Проверьте текст записи и запросите эти продажи ещё раз.',
    'record.not_an_object': 'Запись не разобрана: вместо объекта JSON стоит другое значение. Проверьте текст записи.',
    'record.duplicate_key':
      'Поле «{key}» стоит в записи дважды, верное значение неизвестно. Проверьте документ на кассе.',
    'record.ambiguous_key':
      'Поле «{key}» стоит в записи в двух разных написаниях, верное значение неизвестно. Проверьте документ на кассе.',
    'record.forbidden_key':
      'В записи есть недопустимое поле «{key}», в продажах такого не бывает. Проверьте, откуда взялся файл.',
    'record.too_deep':
      'Запись вложена глубже {limit} уровней, в продажах такого не бывает. Проверьте, откуда взялся файл.',
    'record.too_large':
      'Запись занимает {size} байт при пределе {limit}. Сохранено её начало, целиком она в пакете; проверьте документ на кассе.',
    'record.register_missing':
      'В записи нет кода кассы, и из файла он не следует. Проверьте настройки кассы и запросите продажи ещё раз.',

    'section.outside':
      'Текст стоит вне разделов файла и похож на записи, но к какому разделу он относится, неизвестно. Он не загружен: посмотрите его и запросите эти продажи ещё раз.',
    'section.no_name': 'текст вне разделов',

    'field.missing': 'Нет обязательного поля «{field}». Проверьте документ на кассе и запросите его ещё раз.',
    'field.not_text': 'В поле «{field}» должен быть текст, а стоит ‹{value}›. Проверьте документ на кассе.',
    'field.not_integer': 'В поле «{field}» должно быть целое число, а стоит ‹{value}›. Проверьте документ на кассе.',
    'field.not_decimal': 'В поле «{field}» должно быть число, а стоит ‹{value}›. Проверьте документ на кассе.',
    'field.too_many_digits':
      'В поле «{field}» слишком много знаков после точки: ‹{value}›. Округлять нельзя; проверьте документ на кассе.',
    'field.too_large':
      'Число в поле «{field}» слишком велико: ‹{value}›, наибольшее допустимое {limit}. Проверьте документ на кассе.',
    'field.negative':
      'В поле «{field}» отрицательное число ‹{value}›, а суммы и количества положительны и в возвратах. Проверьте документ на кассе.',
    'field.not_time': 'В поле «{field}» должны быть дата и время, а стоит ‹{value}›. Проверьте документ на кассе.',
    'field.year_out_of_range': 'В поле «{field}» невозможный год: ‹{value}›. Проверьте часы кассы.',
    'field.not_list': 'В поле «{field}» должен быть список. Проверьте документ на кассе.',
    'field.not_object': 'В поле «{field}» должен быть объект. Проверьте документ на кассе.',

    'shift.number_missing':
      'У смены нет номера, записать её некуда. Проверьте смену на кассе и запросите продажи ещё раз.',
    'document.type_missing':
      'У документа нет вида (docType), поэтому неизвестно, продажа это или возврат. Проверьте документ на кассе.',
    'document.number_missing':
      'У документа вида {documentType} нет номера. Проверьте документ на кассе и запросите его ещё раз.',
    'document.shift_missing':
      'У документа вида {documentType} нет номера смены. Проверьте документ на кассе и запросите его ещё раз.',

    'export.record_unreadable': 'Документ {document} нельзя выгрузить: {cause}. Проверьте его в карточке смены.',
    'export.field_missing':
      'Документ {document} нельзя выгрузить: нет поля «{field}», без него АСТУ остановит приём (правило {rule}). Исправьте документ на кассе и загрузите его ещё раз.',
    'export.bad_value':
      'Документ {document} нельзя выгрузить: в поле «{field}» стоит ‹{value}› (правило {rule}). Исправьте документ на кассе и загрузите его ещё раз.',
    'export.negative_amount':
      'Документ {document} нельзя выгрузить: в поле «{field}» отрицательное число ‹{value}›, а знак АСТУ ставит сама (правило {rule}). Проверьте документ на кассе.',
    'export.change_on_noncash':
      'Документ {document} нельзя выгрузить: сдача (код {opCode}) стоит на виде оплаты {paymentTypeCode}, который не наличные, и АСТУ прибавит её как ещё одну оплату (правило {rule}). Проверьте классы видов оплаты.',
    'export.position_repeated':
      'Документ {document} нельзя выгрузить: номер позиции {position} повторяется (правило {rule}). Проверьте документ на кассе.',
    'export.not_closed':
      'Документ {document} нельзя выгрузить: он не закрыт, нет времени закрытия (правило {rule}). Он выгрузится после закрытия.',
    'export.foreign_document':
      'Документ {document} нельзя выгрузить с этой сменой: в поле «{field}» стоит ‹{value}› (правило {rule}). Проверьте, к какой смене он относится.',
    'export.shift_not_opened':
      'Смену {shiftNumber} нельзя выгрузить: у неё нет времени открытия, а по нему АСТУ узнаёт смену (правило {rule}). Запросите смену с кассы ещё раз.',
    'export.nothing_to_read':
      'Выгружать нечего: в смене нет ни чеков, ни времени работы кассира, и АСТУ удалит такой файл (правило {rule}). Файл появится вместе с первым чеком.',
  },
  en: {
    'package.empty': 'The package is empty: it has no bytes at all. Request the sales from the register again.',
    'package.not_a_zip':
      'The package is neither a ZIP archive nor a sales file. Check what the register sent and request the sales again.',
    'package.cut': 'The ZIP archive is cut: its end is missing. Request the sales from the register again.',
    'package.damaged': 'The ZIP archive is damaged: {cause}. Request the sales from the register again.',
    'package.encrypted':
      'The file {entry} in the archive is encrypted and cannot be read. Switch off encryption of archives on the register.',
    'package.unsupported_method':
      'The file {entry} is packed by the unknown method {method}. An ordinary ZIP (deflate) is needed: check what packed the archive.',
    'package.too_many_entries':
      'The archive holds {count} files, {limit} are allowed. A sales package holds one: check what the register sent.',
    'package.no_sales_file':
      'The archive holds no sales file (*.json), files in all: {count}. Request the sales from the register again.',
    'package.several_sales_files': 'The archive holds {count} sales files where one is expected. Load them one by one.',
    'package.too_large':
      'The sales file expands beyond the limit of {limit} bytes. Split the period or raise the limit.',
    'package.ratio_too_high':
      'The archive expands more than {limit} times, as a malicious one does. Check the register; if the file is genuine, raise the limit.',
    'package.size_lies':
      'The size of {entry} is not what the archive says ({declared} bytes). The archive is damaged or forged: request the sales again.',
    'package.wrong_checksum':
      'The checksum of {entry} does not match: the archive was damaged on its way. Request the sales from the register again.',
    'package.empty_sales_file':
      'The sales file {entry} in the archive is empty. Request the sales from the register again.',

    'file.not_utf8':
      'The sales file is not UTF-8 and cannot be read without loss. Check the software of the register and request the sales again.',
    'file.no_sections':
      'The sales file has no section at all ("shift info", "sales data", "securitylog info"). Check that it is the right file.',
    'file.cut':
      'The sales file is cut: the section "{section}" begins and does not end. Request the sales from the register again.',
    'file.section_not_begun':
      'The sales file is spoiled: the section "{section}" ends and does not begin, so it is unknown where the sales are. Request the sales from the register again.',
    'file.too_many_sections':
      'The sales file has more than {limit} sections, a genuine one never has. Check that it is the right file.',
    'file.too_many_records':
      'The section "{section}" has more than {limit} records. Split the period and request the sales again.',

    'record.not_utf8':
      'The record was not understood: its bytes are not UTF-8, spoiled letters are shown as "�". Check the document on the register and request it again.',
    'record.not_json':
      'The record was not understood: JSON error at position {position}. Look at its text and request these sales again.',
    'record.not_an_object':
      'The record was not understood: there is another value in place of a JSON object. Look at its text.',
    'record.duplicate_key':
      'The field "{key}" stands twice in the record, the right value is unknown. Check the document on the register.',
    'record.ambiguous_key':
      'The field "{key}" stands in the record in two spellings, the right value is unknown. Check the document on the register.',
    'record.forbidden_key':
      'The record has the field "{key}", which sales never have. Check where the file comes from.',
    'record.too_deep':
      'The record is nested deeper than {limit} levels, which sales never are. Check where the file comes from.',
    'record.too_large':
      'The record has {size} bytes, the limit is {limit}. Its beginning is kept, the package has the whole; check the document on the register.',
    'record.register_missing':
      'The record names no register and the file does not tell it. Check the settings of the register and request the sales again.',

    'section.outside':
      'The text stands outside the sections of the file and looks like records, but it is unknown of which section. It is not loaded: look at it and request these sales again.',
    'section.no_name': 'text outside sections',

    'field.missing':
      'The required field "{field}" is missing. Check the document on the register and request it again.',
    'field.not_text': 'The field "{field}" must hold text but holds ‹{value}›. Check the document on the register.',
    'field.not_integer':
      'The field "{field}" must hold a whole number but holds ‹{value}›. Check the document on the register.',
    'field.not_decimal':
      'The field "{field}" must hold a number but holds ‹{value}›. Check the document on the register.',
    'field.too_many_digits':
      'The field "{field}" has too many decimals: ‹{value}›. Nothing is rounded; check the document on the register.',
    'field.too_large':
      'The number in the field "{field}" is too large: ‹{value}›, the largest allowed is {limit}. Check the document on the register.',
    'field.negative':
      'The field "{field}" holds the negative number ‹{value}›, but amounts and quantities are positive, in returns too. Check the document on the register.',
    'field.not_time':
      'The field "{field}" must hold a date and time but holds ‹{value}›. Check the document on the register.',
    'field.year_out_of_range':
      'The field "{field}" holds an impossible year: ‹{value}›. Check the clock of the register.',
    'field.not_list': 'The field "{field}" must hold a list. Check the document on the register.',
    'field.not_object': 'The field "{field}" must hold an object. Check the document on the register.',

    'shift.number_missing':
      'The shift has no number, so it cannot be filed. Check the shift on the register and request the sales again.',
    'document.type_missing':
      'The document has no type (docType), so it is unknown whether it is a sale or a return. Check the document on the register.',
    'document.number_missing':
      'The document of type {documentType} has no number. Check the document on the register and request it again.',
    'document.shift_missing':
      'The document of type {documentType} has no shift number. Check the document on the register and request it again.',

    'export.record_unreadable': 'Document {document} cannot be exported: {cause}. Look at it in the card of the shift.',
    'export.field_missing':
      'Document {document} cannot be exported: the field "{field}" is missing and the ERP would stop reading (rule {rule}). Correct the document on the register and load it again.',
    'export.bad_value':
      'Document {document} cannot be exported: the field "{field}" holds ‹{value}› (rule {rule}). Correct the document on the register and load it again.',
    'export.negative_amount':
      'Document {document} cannot be exported: the field "{field}" holds the negative number ‹{value}›, but the ERP sets the sign itself (rule {rule}). Check the document on the register.',
    'export.change_on_noncash':
      'Document {document} cannot be exported: change (code {opCode}) stands on payment type {paymentTypeCode}, which is not cash, and the ERP would add it as one more payment (rule {rule}). Check the classes of payment types.',
    'export.position_repeated':
      'Document {document} cannot be exported: the position number {position} is repeated (rule {rule}). Check the document on the register.',
    'export.not_closed':
      'Document {document} cannot be exported: it is not closed, it has no close time (rule {rule}). It will be exported when it is closed.',
    'export.foreign_document':
      'Document {document} cannot be exported with this shift: the field "{field}" holds ‹{value}› (rule {rule}). Check which shift it belongs to.',
    'export.shift_not_opened':
      'Shift {shiftNumber} cannot be exported: it has no open time, by which the ERP knows a shift (rule {rule}). Request the shift from the register again.',
    'export.nothing_to_read':
      'There is nothing to export: the shift has neither receipts nor working time of a cashier, and the ERP deletes such a file (rule {rule}). The file comes with the first receipt.',
  },
} as const;
