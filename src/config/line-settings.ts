/** Settings of the lines of registers: with or without encryption, whose certificates are believed, from which addresses. */
import { setting } from './setting.ts';
import * as values from './values.ts';

export const lineSettings = {
  'registers.plaintext': setting(
    'SMENA_REGISTERS_PLAINTEXT',
    'registers-plaintext',
    values.toggle,
    'off',
    'Принимать ли кассы без шифрования: on или off. При on об этом постоянно предупреждают; при off без сертификата сервера кассы не принимаются',
    'Whether registers are received without encryption: on or off. When on, it is warned of all the time; when off, no registers are received without a certificate of the server',
  ),
  'registers.tlsCertificate': setting(
    'SMENA_REGISTERS_TLS_CERTIFICATE',
    'registers-tls-certificate',
    values.path,
    null,
    'Сертификат сервера (PEM), который видят кассы; без него берётся выпущенный командой smena certificates',
    'Certificate of the server (PEM) that registers see; without it the one issued by smena certificates is taken',
  ),
  'registers.tlsKey': setting(
    'SMENA_REGISTERS_TLS_KEY',
    'registers-tls-key',
    values.path,
    null,
    'Ключ этого сертификата (PEM)',
    'Key of that certificate (PEM)',
  ),
  'registers.tlsClientAuthority': setting(
    'SMENA_REGISTERS_TLS_CLIENT_AUTHORITY',
    'registers-tls-client-authority',
    values.path,
    null,
    'Чьим сертификатам касс верить (PEM): сертификаты других центров не принимаются',
    'Whose certificates of registers to trust (PEM): those of other authorities are turned away',
  ),
  'registers.tlsRevoked': setting(
    'SMENA_REGISTERS_TLS_REVOKED',
    'registers-tls-revoked',
    values.path,
    null,
    'Список отозванных сертификатов этого центра (PEM)',
    'List of the certificates that this authority has revoked (PEM)',
  ),
  'registers.certificates': setting(
    'SMENA_REGISTERS_CERTIFICATES',
    'registers-certificates',
    values.proof,
    'asked',
    'Кассы по TLS: required – только со своим сертификатом; asked – и без него, если его не требует карточка кассы',
    'Registers that come by TLS: required – with a certificate of their own only; asked – also without, unless the card of the register requires it',
  ),
  'registers.tokens': setting(
    'SMENA_REGISTERS_TOKENS',
    'registers-tokens',
    values.proof,
    'asked',
    'Кассы без сертификата: required – только со своим токеном; asked – и без него, если его не требует карточка кассы',
    'Registers without a certificate: required – with a token of their own only; asked – also without, unless the card of the register requires it',
  ),
  'registerHttp.plaintext': setting(
    'SMENA_REGISTER_HTTP_PLAINTEXT',
    'register-http-plaintext',
    values.toggle,
    null,
    'Принимать ли состояния касс по REST без шифрования: on или off; без этого – как registers.plaintext',
    'Whether states of registers are taken by REST without encryption: on or off; without it as registers.plaintext says',
  ),
  'registers.addresses': setting(
    'SMENA_REGISTERS_ADDRESSES',
    'registers-addresses',
    values.addresses,
    null,
    'С каких адресов принимать кассы: адреса и сети через запятую, например 10.5.0.0/16; без этого – с любых',
    'From which addresses registers are received: addresses and networks separated by commas, such as 10.5.0.0/16; without it from all',
  ),
};
