/** Texts of refusals that only the HTTP door has: what is wrong with a request before anybody looked at its meaning. */
export const requests = {
  ru: {
    'request.foreign_origin':
      'Запрос пришёл со страницы другого сайта ({origin}) и отклонён. Откройте Smena по её собственному адресу.',
    'request.foreign_host':
      'Адрес {host} не принадлежит этому серверу. Откройте его как localhost или 127.0.0.1 с тем же портом.',
    'request.too_large': 'Тело запроса больше предела {limit} байт. Уменьшите файл или увеличьте предел на сервере.',
    'request.media_type': 'Содержимое вида «{type}» сюда не принимается. Пришлите {expected}.',
    'request.method':
      'Способ {method} у этого адреса не предусмотрен, есть {allowed}. Проверьте адрес и способ запроса.',
    'request.bad_json': 'Тело запроса не разобрано как JSON. Проверьте кавычки, запятые и кодировку UTF-8.',
    'request.empty_body': 'Тело запроса пустое, а нужен объект JSON. Добавьте его и повторите.',
    'request.cut_body': 'Тело запроса пришло не целиком: его длина не та, что в заголовке. Повторите запрос.',
    'request.bad_url': 'Адрес написан с ошибкой: после знака % стоят не две шестнадцатеричные цифры. Исправьте адрес.',
    'request.forbidden_path':
      'В адресе {path} есть «..», «//» или недопустимый знак, он не открывается. Исправьте адрес.',
    'request.refused': 'Запрос не принят (HTTP {status}). Проверьте адрес, заголовки и тело запроса.',
    'request.malformed':
      'Пришло не то, что понимает этот порт. Проверьте, что к нему обращаются по HTTP без шифрования.',
    'request.timeout': 'Запрос не пришёл целиком за отведённое время. Проверьте связь и повторите.',
    'request.headers_too_large': 'Заголовки запроса слишком велики. Очистите куки этого адреса и повторите.',
    'request.empty_file': 'Файл {file} пуст. Выберите файл продаж ещё раз.',
    'field.unknown': '{field}: такого поля здесь нет, есть {known}',
    'field.none_here': '{field}: такого поля здесь нет, этот запрос пишется без полей',
    'field.required': '{field}: нужно значение',
    'field.wrong_type': '{field}: значение не того вида',
    'field.wrong_form': '{field}: недопустимая запись',
    'field.needs_shop': '{field}: код кассы понятен только вместе с кодом магазина, добавьте shop',
    'field.group_or_shop': '{field}: расписание – либо группы, либо магазина; уберите одно из двух',
    'field.group_code': '{field}: код группы состоит из букв, цифр, «-» и «_», от 1 до 32',
    'field.not_a_cursor': '{field}: это не метка страницы, возьмите её из поля next предыдущего ответа',
    'field.shop_code': '{field}: код магазина состоит из цифр, от 1 до 9',
    'field.register_code': '{field}: код кассы состоит из цифр, от 1 до 9, и не начинается с нуля',
    'field.given_id': '{field}: от 1 до 64 печатных латинских знаков без пробелов',
    'field.not_a_number': '{field}: нужно целое число',
    'field.not_a_date': '{field}: нужна дата из календаря вида 2026-03-14',
    'field.not_a_choice': '{field}: такого варианта нет, есть {choices}',
    'field.at_least': '{field}: не меньше {bound}',
    'field.at_most': '{field}: не больше {bound}',
    'field.too_long': '{field}: не длиннее {bound:знака|знаков|знаков|знака}',
  },
  en: {
    'request.foreign_origin':
      'The request came from a page of another site ({origin}) and was refused. Open Smena at its own address.',
    'request.foreign_host':
      'The address {host} does not belong to this server. Open it as localhost or 127.0.0.1 with the same port.',
    'request.too_large':
      'The body is larger than the limit of {limit} bytes. Make the file smaller or raise the limit on the server.',
    'request.media_type': 'Content of type "{type}" is not taken here. Send {expected}.',
    'request.method': 'This address has no method {method}, there are {allowed}. Check the address and the method.',
    'request.bad_json': 'The body could not be read as JSON. Check quotes, commas and the encoding UTF-8.',
    'request.empty_body': 'The body is empty but a JSON object is needed. Add it and try again.',
    'request.cut_body': 'The body did not come whole: its length is not the one in the header. Send it again.',
    'request.bad_url': 'The address is misspelt: a % is not followed by two hexadecimal digits. Correct the address.',
    'request.forbidden_path':
      'The address {path} holds "..", "//" or a forbidden character and is not opened. Correct the address.',
    'request.refused': 'The request was not taken (HTTP {status}). Check its address, headers and body.',
    'request.malformed':
      'What came is not understood at this port. Check that it is spoken to by HTTP without encryption.',
    'request.timeout': 'The request did not come whole in time. Check the line and try again.',
    'request.headers_too_large':
      'The headers of the request are too large. Clear the cookies of this address and try again.',
    'request.empty_file': 'The file {file} is empty. Choose the sales file again.',
    'field.unknown': '{field}: there is no such field here, there are {known}',
    'field.none_here': '{field}: there is no such field here, this request takes none',
    'field.required': '{field}: a value is needed',
    'field.wrong_type': '{field}: the value has the wrong type',
    'field.wrong_form': '{field}: not written as it must be',
    'field.needs_shop': '{field}: a register code means something only within a shop, add shop',
    'field.group_or_shop': '{field}: a schedule is that of a group or of a shop; leave one out',
    'field.group_code': '{field}: a group code is made of 1 to 32 letters, digits, "-" and "_"',
    'field.not_a_cursor': '{field}: not the cursor of a page, take it from the field next of the answer before',
    'field.shop_code': '{field}: a shop code consists of 1 to 9 digits',
    'field.register_code': '{field}: a register code consists of 1 to 9 digits and does not begin with zero',
    'field.given_id': '{field}: 1 to 64 printable Latin characters without spaces',
    'field.not_a_number': '{field}: a whole number is needed',
    'field.not_a_date': '{field}: a date of the calendar is needed, like 2026-03-14',
    'field.not_a_choice': '{field}: no such choice, there are {choices}',
    'field.at_least': '{field}: at least {bound}',
    'field.at_most': '{field}: at most {bound}',
    'field.too_long': '{field}: at most {bound:character|characters}',
  },
} as const;
