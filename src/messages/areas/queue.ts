/** Texts of the queue of protocol 3: the line to the broker, and messages that are no packages of sales. */
export const queueEvents = {
  ru: {
    'queue.connected': 'Очередь {queue} на {address} открыта: пакеты касс протокола 3 принимаются.',
    'queue.lost':
      'Очередь {queue} на {address} недоступна: {cause}. Пакеты ждут в ней; сервер подключится сам. Проверьте брокер, сеть и настройки queue.',
    'queue.held':
      'В очереди {queue} на {address} лежит сообщение больше предела ({size} МБ при пределе {limit} МБ). Оно остаётся в очереди, остальные принимаются. Увеличьте packageLimits.maxMessageBytes и перезапустите сервер.',
    'queue.stands':
      'В очереди {queue} на {address} сообщений больше предела уже {count}: приём из неё остановлен, сообщения остаются в очереди. Увеличьте packageLimits.maxMessageBytes и перезапустите сервер.',
  },
  en: {
    'queue.connected': 'The queue {queue} at {address} is open: packages of registers of protocol 3 are taken.',
    'queue.lost':
      'The queue {queue} at {address} can not be read: {cause}. Packages wait in it; the server will connect by itself. Check the broker, the network and the settings queue.',
    'queue.held':
      'The queue {queue} at {address} holds a message over the limit ({size} MB, the limit is {limit} MB). It stays in the queue, the others are taken. Raise packageLimits.maxMessageBytes and restart the server.',
    'queue.stands':
      'The queue {queue} at {address} holds {count} messages over the limit: no more are taken, all stay in the queue. Raise packageLimits.maxMessageBytes and restart the server.',
  },
};

export const queueReasons = {
  ru: {
    'queue.unreadable':
      'Сообщение очереди не разобрано: оно повреждено. Сохранено целиком; проверьте, кто его отправил.',
    'queue.no_properties':
      'У сообщения очереди нет свойств, без которых это не пакет продаж: {missing}. Сохранено целиком; проверьте, кто его отправил, и запросите продажи с кассы ещё раз.',
    'queue.wrong_type':
      'Сообщение очереди вида «{type}», а пакеты продаж приходят с видом «sale». Сохранено целиком; проверьте, кто его отправил.',
    'queue.no_body':
      'У сообщения очереди нет файла продаж. Сохранено целиком; проверьте кассу и запросите продажи ещё раз.',
  },
  en: {
    'queue.unreadable':
      'The message of the queue was not understood: it is damaged. It is kept whole; check who sent it.',
    'queue.no_properties':
      'The message of the queue lacks properties without which it is no package of sales: {missing}. It is kept whole; check who sent it and request the sales from the register again.',
    'queue.wrong_type':
      'The message of the queue is of type "{type}", and packages of sales come as "sale". It is kept whole; check who sent it.',
    'queue.no_body':
      'The message of the queue has no sales file. It is kept whole; check the register and request the sales again.',
  },
};
