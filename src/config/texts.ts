/** What is said about a wrong setting, in both languages: what is wrong, then what to write instead. */
export type Texts = { ru: string; en: string };

export const notText = (given: string): Texts => ({
  ru: `Значение ${given} не подходит. Напишите текст в кавычках или число.`,
  en: `The value ${given} does not fit. Write a text in quotes or a number.`,
});

export const empty = (): Texts => ({
  ru: 'Значение пустое. Напишите значение или уберите настройку, тогда возьмётся значение по умолчанию.',
  en: 'The value is empty. Write one, or remove the setting and the default is taken.',
});

export const notPort = (given: string): Texts => ({
  ru: `«${given}» не номер порта. Напишите целое число от 0 до 65535 (0 – любой свободный).`,
  en: `"${given}" is not a port. Write a whole number from 0 to 65535 (0 takes any free one).`,
});

export const notRemotePort = (given: string): Texts => ({
  ru: `«${given}» не номер порта. Напишите целое число от 1 до 65535.`,
  en: `"${given}" is not a port. Write a whole number from 1 to 65535.`,
});

/** What was written may be a secret, so it is not repeated. */
export const notWords = (): Texts => ({
  ru: 'В значении есть управляющие символы. Напишите его одной строкой.',
  en: 'The value holds control characters. Write it on one line.',
});

export const notServerCode = (given: string): Texts => ({
  ru: `«${given}» не годится в коды серверов: латинские буквы, цифры, точка, дефис и подчёркивание, до 64 знаков.`,
  en: `"${given}" does not fit as the code of a server: Latin letters, digits, dot, hyphen and underscore, 64 characters at most.`,
});

/** Two settings of which one is of no use alone. */
export const onlyTogether = (missing: string): Texts => ({
  ru: `Без ${missing} эта настройка не работает. Задайте обе или уберите эту.`,
  en: `Without ${missing} this setting does nothing. Set both, or remove this one.`,
});

/** Without a log-in only people at the machine itself may come. */
export const openOnlyHere = (host: string): Texts => ({
  ru: `Без входа сервер можно открыть только на адресе самой машины, а http.host = ${host}. Напишите required или верните http.host = 127.0.0.1.`,
  en: `Without a log-in the server may listen on an address of this machine only, and http.host = ${host}. Write required, or put http.host back to 127.0.0.1.`,
});

export const notRoleGroups = (given: string, roles: readonly string[]): Texts => ({
  ru: `«${given}» не группы с ролями. Напишите группа=роль через запятую; роли: ${roles.join(', ')}.`,
  en: `"${given}" are no groups with roles. Write group=role with commas; roles: ${roles.join(', ')}.`,
});

export const notHost = (given: string): Texts => ({
  ru: `«${given}» не адрес. Напишите имя или адрес без порта, например 127.0.0.1 или 0.0.0.0.`,
  en: `"${given}" is not an address. Write a name or an address without a port, such as 127.0.0.1 or 0.0.0.0.`,
});

export const notOneOf = (given: string, choices: readonly string[]): Texts => ({
  ru: `«${given}» не подходит. Напишите одно из: ${choices.join(', ')}.`,
  en: `"${given}" does not fit. Write one of: ${choices.join(', ')}.`,
});

export const notTimeZone = (given: string): Texts => ({
  ru: `Часовой пояс «${given}» не известен. Напишите имя из базы IANA, например Europe/Moscow или Asia/Yekaterinburg.`,
  en: `The time zone "${given}" is not known. Write an IANA name, such as Europe/Moscow or Asia/Yekaterinburg.`,
});

export const notDayTime = (given: string): Texts => ({
  ru: `«${given}» не время суток. Напишите его как 03:40, или off, чтобы само не запускалось.`,
  en: `"${given}" is not a time of day. Write it as 03:40, or off so that nothing starts by itself.`,
});

export const notShopDays = (given: string): Texts => ({
  ru: `«${given}» не сроки магазинов. Напишите код и число дней (от 30) или off через запятую, например 12=730,15=off.`,
  en: `"${given}" are not the days of shops. Write code and days (30 or more) or off, with commas, such as 12=730,15=off.`,
});

export const notTimeOfDay = (given: string): Texts => ({
  ru: `«${given}» не время суток. Напишите часы и минуты, например 03:33.`,
  en: `"${given}" is no time of day. Write hours and minutes, such as 03:33.`,
});

export const notSize = (given: string): Texts => ({
  ru: `«${given}» не размер. Напишите число байт или число с единицей KiB, MiB, GiB, например 64 MiB.`,
  en: `"${given}" is not a size. Write a number of bytes or a number with KiB, MiB or GiB, such as 64 MiB.`,
});

export const notDuration = (given: string): Texts => ({
  ru: `«${given}» не длительность. Напишите число миллисекунд или число с единицей ms, s, min, h, например 60 s.`,
  en: `"${given}" is not a duration. Write a number of milliseconds or a number with ms, s, min or h, such as 60 s.`,
});

export const notCount = (given: string): Texts => ({
  ru: `«${given}» не целое число. Напишите целое число без знака.`,
  en: `"${given}" is not a whole number. Write a whole number without a sign.`,
});

export const outOfRange = (given: string, least: string, most: string): Texts => ({
  ru: `${given} вне пределов. Напишите значение от ${least} до ${most}.`,
  en: `${given} is out of range. Write a value from ${least} to ${most}.`,
});

export const notPath = (): Texts => ({
  ru: 'В пути есть нулевой символ. Напишите путь заново.',
  en: 'The path holds a null character. Write the path again.',
});

export const notHttpUrl = (): Texts => ({
  ru: 'Это не адрес HTTP. Напишите http://узел/путь или https://узел/путь, без имени и пароля.',
  en: 'This is not an HTTP address. Write http://host/path or https://host/path, without user and password.',
});

/** The address of a database may hold a password, so it is never repeated. */
export const notPostgresUrl = (): Texts => ({
  ru: 'Это не адрес базы PostgreSQL. Напишите postgres://пользователь:пароль@узел:5432/база.',
  en: 'This is not the address of a PostgreSQL database. Write postgres://user:password@host:5432/database.',
});

export const unknownName = (name: string, nearest: string | null): Texts => ({
  ru:
    nearest === null
      ? `Настройки ${name} нет. Уберите её; все настройки перечислены в docs/operations.ru.md.`
      : `Настройки ${name} нет. Похоже, имелась в виду ${nearest}; исправьте имя или уберите настройку.`,
  en:
    nearest === null
      ? `There is no setting ${name}. Remove it; docs/operations.md lists every setting.`
      : `There is no setting ${name}. Perhaps ${nearest} was meant; correct the name or remove it.`,
});

export const notGroup = (name: string, given: string): Texts => ({
  ru: `${name} – группа настроек, а не значение ${given}. Напишите её настройки в фигурных скобках {…} или уберите её.`,
  en: `${name} is a group of settings, not the value ${given}. Write its settings in braces {…} or remove it.`,
});

export const writtenTwice = (name: string): Texts => ({
  ru: `${name} в файле написано дважды. Оставьте одно место.`,
  en: `${name} is written twice in the file. Keep one place.`,
});

export const notFolder = (path: string): Texts => ({
  ru: `${path} не может быть папкой: на этом пути лежит файл. Укажите папку.`,
  en: `${path} cannot be a folder: there is a file on this path. Name a folder.`,
});

export const fileNotFound = (path: string): Texts => ({
  ru: `Файла настроек ${path} нет. Проверьте путь в SMENA_CONFIG или --config.`,
  en: `There is no configuration file ${path}. Check the path in SMENA_CONFIG or --config.`,
});

export const fileNotReadable = (path: string, cause: string): Texts => ({
  ru: `Файл ${path} не читается: ${cause}. Проверьте права на файл.`,
  en: `The file ${path} cannot be read: ${cause}. Check its permissions.`,
});

export const fileNotJson = (path: string, cause: string): Texts => ({
  ru: `В файле ${path} не JSON: ${cause}. Исправьте файл, например {"http": {"port": 8080}}.`,
  en: `The file ${path} is not JSON: ${cause}. Correct it, for example {"http": {"port": 8080}}.`,
});

export const secretInFile = (variable: string): Texts => ({
  ru: `Секрет в файле настроек не хранится. Уберите его и задайте переменную ${variable} или ${variable}_FILE (путь к файлу с секретом).`,
  en: `A secret does not belong in the configuration file. Remove it and set ${variable} or ${variable}_FILE (path of a file that holds it).`,
});

export const secretTwice = (variable: string): Texts => ({
  ru: `Заданы и ${variable}, и ${variable}_FILE. Оставьте одну из них.`,
  en: `Both ${variable} and ${variable}_FILE are set. Keep one of them.`,
});

export const secretFileMissing = (path: string): Texts => ({
  ru: `Файла с секретом ${path} нет. Проверьте путь.`,
  en: `There is no file ${path} with the secret. Check the path.`,
});

export const twoDatabases = (): Texts => ({
  ru: 'Задан и файл SQLite, и адрес PostgreSQL. Оставьте одно: уберите database.file или SMENA_DATABASE_URL.',
  en: 'Both an SQLite file and a PostgreSQL address are set. Keep one: remove database.file or SMENA_DATABASE_URL.',
});

export const samePort = (port: number, setting: string): Texts => ({
  ru: `Порт ${port} уже занят настройкой ${setting}. Напишите другой порт.`,
  en: `Port ${port} is taken by ${setting} already. Write another port.`,
});

export const sameFolder = (path: string, other: string): Texts => ({
  ru: `Папка ${path} уже занята настройкой ${other}. Укажите отдельную папку.`,
  en: `The folder ${path} is taken by ${other} already. Give it a folder of its own.`,
});

export const folderInside = (path: string, other: string, otherPath: string): Texts => ({
  ru: `Папка ${path} лежит внутри ${otherPath} (${other}). Укажите папку вне её.`,
  en: `The folder ${path} lies inside ${otherPath} (${other}). Choose a folder outside of it.`,
});

export const fileInside = (path: string, other: string, otherPath: string): Texts => ({
  ru: `Файл ${path} лежит в папке ${otherPath} (${other}). Укажите место вне её.`,
  en: `The file ${path} lies in the folder ${otherPath} (${other}). Choose a place outside of it.`,
});

export const otherDataFolder = (path: string, found: string): Texts => ({
  ru: `Файл ${found} найден в своей папке данных, а указывает на другую: ${path}. Уберите dataFolder или передайте файл ключом --config.`,
  en: `The file ${found} was found in its own data folder but names another one: ${path}. Remove dataFolder or name the file with --config.`,
});

export const notNetwork = (given: string): Texts => ({
  ru: `«${given}» не адрес и не сеть. Напишите адреса и сети через запятую, например 10.5.0.0/16,192.168.1.20.`,
  en: `"${given}" is neither an address nor a network. Write addresses and networks separated by commas, such as 10.5.0.0/16,192.168.1.20.`,
});
