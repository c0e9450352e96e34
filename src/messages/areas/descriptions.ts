/** Texts of descriptions of the wire: what is wrong with one that was brought, what changed, what was captured. */
export const descriptionEvents = {
  ru: {
    'description.changed':
      'Заменено описание протокола: {kind}. Файл: {fileName}. Номера полей: {numbers}. Кто: {author}.',
    'description.damaged':
      'Файл описаний протокола не читается и отложен как {file}. Действуют описания из поставки: загрузите своё описание ещё раз. Сообщения, которые им не подходят, сохраняются целиком.',
    'package.frame_read':
      'Сохранённое сообщение {file} прочитано по новому описанию протокола: пакет {packageId} принят и загружается.',
  },
  en: {
    'description.changed':
      'A protocol description was replaced: {kind}. File: {fileName}. Field numbers: {numbers}. By: {author}.',
    'description.damaged':
      'The file of protocol descriptions cannot be read and was put aside as {file}. The shipped descriptions are in force: import yours again. Messages that they do not fit are kept whole.',
    'package.frame_read':
      'The captured message {file} was read by the new protocol description: package {packageId} is taken and being loaded.',
  },
} as const;

export const descriptionWords = {
  ru: {
    'description.kind_grpc': 'продажи по протоколу 4 (gRPC)',
    'description.kind_thrift': 'продажи по протоколу 3 (Thrift)',
    'description.kind_commands': 'команды кассам (Thrift)',
    'description.confirm':
      'Изменится: {n:номер поля|номера полей|номеров полей|номера полей}. Сохранённых сообщений будет прочитано ещё раз: {frames}. Подтвердите замену описания.',
    'description.done':
      'Описание действует со следующего вызова кассы. Изменилось: {n:номер поля|номера полей|номеров полей|номера полей}. Сохранённые сообщения ({frames}) читаются ещё раз.',
    'description.empty':
      'В описании ничего нет. Выберите файл или впишите номера полей, по строке на поле: SalesPackage.saleFile 12.',
    'description.same': 'Описание не отличается от действующего: менять нечего.',
    'description.too_large': 'Описание больше предела {limit}. Оставьте в нём только сообщения о продажах.',
    'description.not_text': 'Это не текст. Для Thrift нужен файл .thrift или таблица номеров полей.',
    'description.unreadable_proto':
      'Файл .proto не разобран: {detail}. Исправьте его или впишите номера полей таблицей.',
    'description.unreadable_descriptor':
      'Это не текст и не набор описаний protobuf ({detail}). Набор пишет protoc --include_imports --descriptor_set_out=FILE.',
    'description.unreadable_thrift':
      'Файл .thrift не разобран на строке {line}: «{detail}». Исправьте его или впишите номера полей таблицей.',
    'description.unreadable_table':
      'Строка {line} таблицы не понята: «{text}». Пишите по строке на поле: SalesPackage.saleFile 12 или SalesPackage.cashId 2 int64; вместо номера «-», если поля нет.',
    'description.unknown_name':
      'Строка {line}: поля {name} нет. Имена полей показаны на странице «Описание протокола».',
    'description.imports':
      'Файл .proto ссылается на другие файлы: {files}. Соберите набор описаний: protoc --include_imports --descriptor_set_out=FILE.',
    'description.no_message': 'Нет сообщения {message}. Добавьте его в описание или задайте его номера таблицей.',
    'description.no_field': 'Нет поля {field}, а без него обмен не работает. Укажите его номер.',
    'description.wrong_type': 'Поле {field} имеет тип {type}, а нужен один из: {expected}. Исправьте тип.',
    'description.bad_number':
      'Поле {field}: номер {number} недопустим. Укажите номер от 1, для protobuf не из 19000–19999.',
    'description.number_twice':
      'Номер {number} в {message} указан дважды: {fields}. Укажите каждому полю свой номер, «-» убирает поле.',
    'description.no_value': 'Нет значения {value}. Добавьте его или уберите поле typeOfSales.',
    'not_found.description': 'Записи {entryId} в истории описаний нет. Обновите страницу.',
    'not_found.frame': 'Сохранённого сообщения {name} нет: возможно, оно уже прочитано. Обновите список.',
  },
  en: {
    'description.kind_grpc': 'sales of protocol 4 (gRPC)',
    'description.kind_thrift': 'sales of protocol 3 (Thrift)',
    'description.kind_commands': 'commands to registers (Thrift)',
    'description.confirm':
      'Changing: {n:field number|field numbers}. Captured messages that are read again: {frames}. Confirm the replacement.',
    'description.done':
      'The description is in force from the next call of a register on. Changed: {n:field number|field numbers}. Captured messages ({frames}) are being read again.',
    'description.empty':
      'The description is empty. Choose a file or write field numbers, a field a line: SalesPackage.saleFile 12.',
    'description.same': 'The description is the one in force: there is nothing to change.',
    'description.too_large':
      'The description is larger than the limit of {limit}. Leave only the messages about sales in it.',
    'description.not_text': 'This is no text. For Thrift a .thrift file or a table of field numbers is needed.',
    'description.unreadable_proto':
      'The .proto could not be read: {detail}. Correct it, or write the field numbers as a table.',
    'description.unreadable_descriptor':
      'This is neither text nor a protobuf descriptor set ({detail}). protoc --include_imports --descriptor_set_out=FILE writes one.',
    'description.unreadable_thrift':
      'The .thrift could not be read at line {line}: "{detail}". Correct it, or write the field numbers as a table.',
    'description.unreadable_table':
      'Line {line} of the table was not understood: "{text}". Write a field a line: SalesPackage.saleFile 12 or SalesPackage.cashId 2 int64; "-" for the number when there is no such field.',
    'description.unknown_name':
      'Line {line}: there is no field {name}. The page "Protocol description" shows the names.',
    'description.imports':
      'The .proto refers to other files: {files}. Make a descriptor set: protoc --include_imports --descriptor_set_out=FILE.',
    'description.no_message':
      'The message {message} is missing. Add it to the description, or give its numbers as a table.',
    'description.no_field': 'The field {field} is missing and nothing works without it. Give its number.',
    'description.wrong_type':
      'The field {field} has the type {type}; one of these is needed: {expected}. Correct the type.',
    'description.bad_number':
      'The field {field}: the number {number} is not possible. Numbers begin at 1; protobuf keeps 19000–19999.',
    'description.number_twice':
      'The number {number} in {message} is given twice: {fields}. Give each field its own; "-" takes a field away.',
    'description.no_value': 'The value {value} is missing. Add it, or take the field typeOfSales away.',
    'not_found.description': 'There is no entry {entryId} in the history of descriptions. Refresh the page.',
    'not_found.frame': 'There is no captured message {name}: perhaps it has been read. Refresh the list.',
  },
} as const;
