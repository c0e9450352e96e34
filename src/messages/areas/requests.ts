/** Texts of refusals that only the HTTP door has: what is wrong with a request before anybody looked at its meaning. */
export const requests = {
  ru: {
    'request.foreign_origin':
      'Запрос пришёл со страницы другого сайта ({origin}) и отклонён. Откройте Smena по её собственному адресу.',
    'request.foreign_host':
      'Адрес {host} не принадлежит этому серверу. Откройте его как localhost или 127.0.0.1 с тем же портом.',
    'request.too_large': 'Тело запроса больше предела {limit} байт. Уменьшите файл или увеличьте предел на сервере.',
    'request.media_type': 'Содержимое вида «{type}» сюда не принимается. Пришлите {expected}.',
    'request.empty_file': 'Файл {file} пуст. Выберите файл продаж ещё раз.',
    'field.unknown': '{field}: такого поля здесь нет, есть {known}',
    'field.none_here': '{field}: такого поля здесь нет, этот запрос пишется без полей',
    'field.required': '{field}: нужно значение',
    'field.wrong_type': '{field}: значение не того вида',
    'field.wrong_form': '{field}: недопустимая запись',
    'field.needs_shop': '{field}: код кассы понятен только вместе с кодом магазина, добавьте shop',
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
    'request.empty_file': 'The file {file} is empty. Choose the sales file again.',
    'field.unknown': '{field}: there is no such field here, there are {known}',
    'field.none_here': '{field}: there is no such field here, this request takes none',
    'field.required': '{field}: a value is needed',
    'field.wrong_type': '{field}: the value has the wrong type',
    'field.wrong_form': '{field}: not written as it must be',
    'field.needs_shop': '{field}: a register code means something only within a shop, add shop',
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
