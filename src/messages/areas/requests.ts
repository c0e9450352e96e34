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
    'field.required': '{field}: нужно значение',
    'field.wrong_type': '{field}: значение не того вида',
    'field.wrong_form': '{field}: недопустимая запись',
    'field.out_of_range': '{field}: вне допустимых пределов',
    'field.not_a_choice': '{field}: такого варианта нет',
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
    'field.required': '{field}: a value is needed',
    'field.wrong_type': '{field}: the value has the wrong type',
    'field.wrong_form': '{field}: not written as it must be',
    'field.out_of_range': '{field}: outside of what is allowed',
    'field.not_a_choice': '{field}: no such choice',
  },
} as const;
