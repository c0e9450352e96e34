/** Texts of protocol 3: what the server answers at its Thrift door, and what becomes of a command to a register. */
export const thriftEvents = {
  ru: {
    'register.handshake_thrift': 'Касса {registerCode} вышла на связь по протоколу 3 (Thrift).',
    'package.over_limit_thrift':
      'Пакет кассы больше предела {limit} МБ и не принят. Разбейте период или увеличьте предел packageLimits.maxMessageBytes.',
  },
  en: {
    'register.handshake_thrift': 'Register {registerCode} connected by protocol 3 (Thrift).',
    'package.over_limit_thrift':
      'A package of a register is larger than the limit of {limit} MB and was not taken. Split the period or raise packageLimits.maxMessageBytes.',
  },
};

export const thriftReasons = {
  ru: {
    'thrift.unknown_method': 'Метода {method} у сервера нет. Вызывайте handshake или load.',
    'thrift.message_type':
      'Сервер отвечает только на вызовы, а пришло сообщение вида {type}. Проверьте программу кассы.',
    'thrift.unreadable':
      'Сообщение не разобрано: это не вызов Thrift или он повреждён. Проверьте сеть и программу кассы, повторите передачу.',
    'thrift.too_slow':
      'Сообщение не пришло целиком: данных не было {seconds} с или они идут слишком медленно. Проверьте сеть, повторите передачу.',
    'thrift.stopping': 'Сервер останавливается. Пакет не принят; повторите передачу позже.',
    'thrift.internal': 'Внутренняя ошибка сервера. Пакет не подтверждён; повторите передачу.',
    'ask.no_connection': 'Касса по адресу {address} недоступна: {detail}. Проверьте, включена ли она, её адрес и порт.',
    'ask.connect_timeout':
      'Касса по адресу {address} не приняла соединение за {seconds} с. Проверьте, включена ли она, её адрес и сеть.',
    'ask.answer_timeout':
      'Касса по адресу {address} приняла соединение и не ответила за {seconds} с. Команда могла быть выполнена; проверьте кассу.',
    'ask.connection_lost':
      'Касса по адресу {address} оборвала соединение до ответа: {detail}. Команда могла быть выполнена; повторите её.',
    'ask.answer_unreadable':
      'Ответ с адреса {address} не разобран: {detail}. Проверьте, касса ли это и тот ли это порт.',
    'ask.command_unknown':
      'Касса по адресу {address} не выполняет команду {method}: {detail}. Проверьте версию её программы.',
    'ask.cancelled': 'Команда кассе по адресу {address} отменена до ответа. Она могла быть выполнена.',
  },
  en: {
    'thrift.unknown_method': 'The server has no method {method}. Call handshake or load.',
    'thrift.message_type':
      'The server answers calls only, and a message of type {type} came. Check the software of the register.',
    'thrift.unreadable':
      'The message was not understood: it is no Thrift call, or a damaged one. Check the network and the software of the register, send again.',
    'thrift.too_slow':
      'The message did not arrive whole: there were no data for {seconds} s, or they come too slowly. Check the network, send again.',
    'thrift.stopping': 'The server is stopping. The package was not taken; send it again later.',
    'thrift.internal': 'Internal error of the server. The package is not acknowledged; send it again.',
    'ask.no_connection':
      'The register at {address} can not be reached: {detail}. Check that it is on, its address and port.',
    'ask.connect_timeout':
      'The register at {address} did not take the connection within {seconds} s. Check that it is on, its address and the network.',
    'ask.answer_timeout':
      'The register at {address} took the connection and did not answer within {seconds} s. The command may have been carried out; check the register.',
    'ask.connection_lost':
      'The register at {address} broke the connection before it answered: {detail}. The command may have been carried out; repeat it.',
    'ask.answer_unreadable':
      'The answer from {address} was not understood: {detail}. Check that this is a register and the right port.',
    'ask.command_unknown':
      'The register at {address} does not carry out {method}: {detail}. Check the version of its software.',
    'ask.cancelled':
      'The command to the register at {address} was cancelled before its answer. It may have been carried out.',
  },
};
