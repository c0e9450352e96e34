/** Settings of who gets in: whether people log in, and for how long. */
import { setting } from './setting.ts';
import * as values from './values.ts';

export const accessSettings = {
  'http.access': setting(
    'SMENA_HTTP_ACCESS',
    'http-access',
    values.httpAccess,
    'required',
    'Вход: required – люди входят по имени и паролю, программы по ключу; open – без входа, каждому всё, только на адресе самой машины',
    'Log-in: required – people log in by name and password, programs by a key; open – nobody logs in and everybody may do everything, on an address of this machine only',
  ),
  'http.publicUrl': setting(
    'SMENA_HTTP_PUBLIC_URL',
    'http-public-url',
    values.httpUrl,
    null,
    'Адрес, по которому сервер открывают в браузере, если перед ним стоит прокси, например https://smena.example; https – cookie только по https',
    'Address at which browsers open the server when a proxy stands before it, such as https://smena.example; with https, cookies travel by https only',
  ),
  'http.proxies': setting(
    'SMENA_HTTP_PROXIES',
    'http-proxies',
    values.addresses,
    null,
    'Адреса прокси через запятую: только им верят, с какого адреса пришёл человек (X-Forwarded-For)',
    'Addresses of proxies, separated by commas: only these are believed where a person comes from (X-Forwarded-For)',
  ),
  'http.tls': setting(
    'SMENA_HTTP_TLS',
    'http-tls',
    values.toggle,
    null,
    'Отвечать по https: on или off. Без http.tlsCertificate берётся сертификат сервера, выпущенный smena certificates; с ним – on',
    'Whether to answer by https: on or off. Without http.tlsCertificate the certificate of the server that smena certificates has issued is taken; with it on',
  ),
  'http.tlsCertificate': setting(
    'SMENA_HTTP_TLS_CERTIFICATE',
    'http-tls-certificate',
    values.path,
    null,
    'Сертификат (PEM), который видят браузеры и программы',
    'Certificate (PEM) that browsers and programs see',
  ),
  'http.tlsKey': setting(
    'SMENA_HTTP_TLS_KEY',
    'http-tls-key',
    values.path,
    null,
    'Ключ этого сертификата (PEM)',
    'Key of that certificate (PEM)',
  ),
  'http.requestsPerMinute': setting(
    'SMENA_HTTP_REQUESTS_PER_MINUTE',
    'http-requests-per-minute',
    values.count(60, 1_000_000),
    '1200',
    'Сколько запросов в минуту отвечается одному человеку или ключу; сверх того – отказ 429',
    'How many requests a minute of one person or key are answered; beyond it they are refused with 429',
  ),
  'access.sessionMs': setting(
    'SMENA_ACCESS_SESSION_MS',
    'access-session-ms',
    values.duration('5 min', '24 h'),
    '12 h',
    'Сколько длится сеанс после входа, самое большее',
    'How long a session lasts after the log-in at most',
  ),
  'access.idleMs': setting(
    'SMENA_ACCESS_IDLE_MS',
    'access-idle-ms',
    values.duration('3 min', '24 h'),
    '30 min',
    'Через сколько бездействия сеанс заканчивается',
    'After how long without activity a session ends',
  ),
};
