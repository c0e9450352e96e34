/** Why a package is in `error` or `broken`: a small file beside it, for people and for other programs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MessageCode, type MessageParams, messageText } from '../../messages/messages.ts';
import { hasCode, removeDurably, writeDurably } from '../../platform/durable-file.ts';
import { PACKAGE_SUFFIX } from './package-file.ts';

export type PackageReason = { readonly code: MessageCode; readonly params: MessageParams };

/** `at` is UTC. */
export type WrittenReason = PackageReason & { readonly ru: string; readonly en: string; readonly at: string };

const SUFFIX = '.reason.json';

/** The package a reason file speaks of; undefined for other files. */
export function packageOfReason(fileName: string): string | undefined {
  return fileName.endsWith(`${PACKAGE_SUFFIX}${SUFFIX}`) ? fileName.slice(0, -SUFFIX.length) : undefined;
}

/** Writes the reason in both languages, durably. `at` is UTC text. */
export async function writeReason(folder: string, name: string, reason: PackageReason, at: string): Promise<void> {
  const { code, params } = reason;
  const ru = messageText('ru', code, params);
  const en = messageText('en', code, params);
  const written: WrittenReason = { code, params, ru, en, at };
  await writeDurably(folder, name + SUFFIX, [Buffer.from(`${JSON.stringify(written, null, 2)}\n`)]);
}

/** The reason beside a package; undefined when there is none or when somebody has spoilt it. */
export async function readReason(folder: string, name: string): Promise<WrittenReason | undefined> {
  try {
    return decodeReason(await readFile(join(folder, name + SUFFIX), 'utf8'));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** The reason that a text holds; undefined when it holds none. */
export function decodeReason(text: string): WrittenReason | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isReason = typeof value === 'object' && value !== null && 'code' in value && 'ru' in value && 'en' in value;
    return isReason ? (value as WrittenReason) : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** The name of the reason file of a package. */
export function reasonFileName(name: string): string {
  return name + SUFFIX;
}

export async function removeReason(folder: string, name: string): Promise<void> {
  await removeDurably(folder, name + SUFFIX);
}
