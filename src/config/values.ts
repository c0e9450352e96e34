/** Readers of single values: text as a person writes it → a typed value, or what is wrong with it. */

import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type Role, roles } from '../domain/access.ts';
import { isTimeZone } from '../domain/local-time.ts';
import { isServerCode } from '../domain/store-server.ts';
import { parseShopDays } from '../domain/trim-rules.ts';
import * as texts from './texts.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; why: texts.Texts };
/** `base` is the folder that relative paths start from. */
export type Parser<T> = (text: string, base: string) => Parsed<T>;

const accept = <T>(value: T): Parsed<T> => ({ ok: true, value });
const refuse = <T>(why: texts.Texts): Parsed<T> => ({ ok: false, why });

/** A TCP port; 0 lets the system choose. */
export function port(text: string): Parsed<number> {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return value >= 0 && value <= 65_535 ? accept(value) : refuse(texts.notPort(text));
}

/** A TCP port of another program. */
export function remotePort(text: string): Parsed<number> {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 65_535 ? accept(value) : refuse(texts.notRemotePort(text));
}

/** Words of one line, as they are. */
export function words(text: string): Parsed<string> {
  return /\p{Cc}/u.test(text) ? refuse(texts.notWords()) : accept(text);
}

/** `on` or `off`. */
export function toggle(text: string): Parsed<boolean> {
  return text === 'on' || text === 'off' ? accept(text === 'on') : refuse(texts.notOneOf(text, ['on', 'off']));
}

/** The code of a server of a store. */
export function serverCode(text: string): Parsed<string> {
  return isServerCode(text) ? accept(text) : refuse(texts.notServerCode(text));
}

/** Whether registers must show something: a certificate, or a token. */
export function proof(text: string): Parsed<'asked' | 'required'> {
  return text === 'asked' || text === 'required' ? accept(text) : refuse(texts.notOneOf(text, ['asked', 'required']));
}

/** Whether people log in. */
export function httpAccess(text: string): Parsed<'required' | 'open'> {
  return text === 'required' || text === 'open' ? accept(text) : refuse(texts.notOneOf(text, ['required', 'open']));
}

/** `group=role` with commas, in the order in which they decide. */
export function roleGroups(text: string): Parsed<readonly (readonly [string, RoleOfPeople])[]> {
  const pairs = text.split(',').map((pair) => {
    const [, group = '', word = ''] = /^(.*\S)\s*=\s*(\w+)$/.exec(pair.trim()) ?? [];
    return [group.trim(), peopleRoles.find((role) => role === word)] as const;
  });
  const sound = pairs.flatMap(([group, role]) => (group === '' || role === undefined ? [] : [[group, role] as const]));
  return sound.length === pairs.length ? accept(sound) : refuse(texts.notRoleGroups(text, peopleRoles));
}

type RoleOfPeople = Exclude<Role, 'integrator'>;
const peopleRoles = roles.filter((role): role is RoleOfPeople => role !== 'integrator');

/** Addresses and networks separated by commas, as `BlockList` takes them. */
export function addresses(text: string): Parsed<readonly string[]> {
  const entries = text.split(',').map((entry) => entry.trim());
  const wrong = entries.find((entry) => !isNetwork(entry));
  return wrong === undefined ? accept(entries) : refuse(texts.notNetwork(wrong));
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A host name or address to listen on, without a port. */
export function host(text: string): Parsed<string> {
  const isName = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);
  const isIpv6 = /^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(%\w+)?$/.test(text) && text.split(':').length > 2;
  return isName || isIpv6 ? accept(text) : refuse(texts.notHost(text));
}

export function language(text: string): Parsed<'ru' | 'en'> {
  return text === 'ru' || text === 'en' ? accept(text) : refuse(texts.notOneOf(text, ['ru', 'en']));
}

export function timeZone(text: string): Parsed<string> {
  return isTimeZone(text) ? accept(text) : refuse(texts.notTimeZone(text));
}

/** A time of day, HH:mm. */
export function timeOfDay(text: string): Parsed<string> {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? accept(text) : refuse(texts.notTimeOfDay(text));
}

export function idOrCode(text: string): Parsed<'id' | 'code'> {
  return text === 'id' || text === 'code' ? accept(text) : refuse(texts.notOneOf(text, ['id', 'code']));
}

/** A path, made absolute. */
export function path(text: string, base: string): Parsed<string> {
  return text.includes('\0') ? refuse(texts.notPath()) : accept(resolve(base, text));
}

/** The address of another program that is called over HTTP; a password has no place in it. */
export function httpUrl(text: string): Parsed<string> {
  const url = /^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  return url === null || url.username !== '' || url.password !== '' ? refuse(texts.notHttpUrl()) : accept(url.href);
}

/** A local time of day `HH:mm`, or `off` = null. */
export function dayTime(text: string): Parsed<string | null> {
  if (text === 'off') return accept(null);
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? accept(text) : refuse(texts.notDayTime(text));
}

/** The days of single shops, as `parseShopDays` reads them. */
export function shopDays(text: string): Parsed<ReadonlyMap<string, number | null>> {
  try {
    return accept(parseShopDays(text));
  } catch (cause) {
    if (cause instanceof RangeError) return refuse(texts.notShopDays(text));
    throw cause;
  }
}

/** What a value is, for people. */
export type Kind = 'choice' | 'port' | 'host' | 'path' | 'size' | 'count' | 'duration' | 'timeZone' | 'url' | 'text';

const kinds = new Map<unknown, Kind>([
  [port, 'port'],
  [remotePort, 'port'],
  [host, 'host'],
  [language, 'choice'],
  [toggle, 'choice'],
  [idOrCode, 'choice'],
  [proof, 'choice'],
  [httpAccess, 'choice'],
  [addresses, 'text'],
  [roleGroups, 'text'],
  [words, 'text'],
  [serverCode, 'text'],
  [dayTime, 'text'],
  [shopDays, 'text'],
  [timeOfDay, 'text'],
  [timeZone, 'timeZone'],
  [path, 'path'],
  [postgresUrl, 'url'],
  [httpUrl, 'url'],
]);

/** The kind of value that a parser of this file reads. */
export function kindOf(parser: Parser<never> | Parser<unknown>): Kind {
  const kind = kinds.get(parser);
  if (kind === undefined) throw new Error('a parser without a kind');
  return kind;
}

const choices = new Map<unknown, readonly string[]>([
  [language, ['ru', 'en']],
  [toggle, ['on', 'off']],
  [idOrCode, ['id', 'code']],
  [proof, ['asked', 'required']],
  [httpAccess, ['required', 'open']],
]);

/** The values that a choice is between; none for other kinds. */
export function choicesOf(parser: Parser<never> | Parser<unknown>): readonly string[] {
  return choices.get(parser) ?? [];
}

const SIZES: Readonly<Record<string, number>> = { '': 1, b: 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };

/** A size in bytes between two sizes written the same way. */
export function size(least: string, most: string): Parser<number> {
  return scaled('size', SIZES, texts.notSize, least, most);
}

const DURATIONS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** A duration in milliseconds between two durations written the same way. */
export function duration(least: string, most: string): Parser<number> {
  return scaled('duration', DURATIONS, texts.notDuration, least, most);
}

/** A whole number between two bounds. */
export function count(least: number, most: number): Parser<number> {
  return scaled('count', { '': 1 }, texts.notCount, String(least), String(most));
}

/** The address of a PostgreSQL database; it may hold a password, so no text repeats it. */
export function postgresUrl(text: string): Parsed<string> {
  if (!/^postgres(ql)?:\/\/\S+$/.test(text) || !URL.canParse(text)) return refuse(texts.notPostgresUrl());
  const url = new URL(text);
  const hasHost = url.hostname !== '' || url.searchParams.has('host');
  return hasHost && url.pathname.length > 1 ? accept(text) : refuse(texts.notPostgresUrl());
}

function scaled(
  kind: Kind,
  units: Readonly<Record<string, number>>,
  why: (given: string) => texts.Texts,
  least: string,
  most: string,
): Parser<number> {
  const bounds = [measure(units, least), measure(units, most)] as const;
  const parser: Parser<number> = (text) => {
    const value = measure(units, text);
    if (value === null) return refuse(why(text));
    const inside = value >= (bounds[0] ?? 0) && value <= (bounds[1] ?? 0);
    return inside ? accept(value) : refuse(texts.outOfRange(text, least, most));
  };
  kinds.set(parser, kind);
  return parser;
}

/** `64 MiB` → 67108864; null when the text is no such number or its unit is unknown. */
function measure(units: Readonly<Record<string, number>>, text: string): number | null {
  const match = /^(\d{1,15})\s*([a-z]*)$/i.exec(text.trim());
  const unit = units[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined) return null;
  return Number(match[1]) * unit;
}
