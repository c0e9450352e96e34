/** Folders that would spoil one another: the same folder twice, or one inside another. Links are not followed. */
import { relative, sep } from 'node:path';
import { type SettingKey, type SettingValues, settingKeys } from './settings.ts';
import * as texts from './texts.ts';

export type FolderConflict = { setting: SettingKey; text: texts.Texts };

/** Each folder that may not be used beside the others; the database file is held against all of them. */
export function folderConflicts(values: SettingValues, databaseIsFile: boolean): FolderConflict[] {
  const own = settingKeys.filter((key): key is SettingKey & `folders.${string}` => key.startsWith('folders.'));
  const conflicts: FolderConflict[] = [];
  for (const [index, key] of own.entries()) {
    const before = own.slice(0, index);
    const text = conflictWith(values, key, before) ?? aroundData(values, key);
    if (text !== null) conflicts.push({ setting: key, text });
  }
  const around = databaseIsFile ? own.find((key) => isInside(values['database.file'], values[key])) : undefined;
  if (around !== undefined) {
    const text = texts.fileInside(values['database.file'], around, values[around]);
    conflicts.push({ setting: 'database.file', text });
  }
  return conflicts;
}

type FolderKey = SettingKey & `folders.${string}`;

function conflictWith(values: SettingValues, key: FolderKey, others: readonly FolderKey[]): texts.Texts | null {
  for (const other of others) {
    if (values[key] === values[other]) return texts.sameFolder(values[key], other);
    if (isInside(values[key], values[other])) return texts.folderInside(values[key], other, values[other]);
    if (isInside(values[other], values[key])) return texts.folderInside(values[other], key, values[key]);
  }
  return null;
}

/** The data folder holds the database and the lock, so it may hold other folders but never be or lie in one of them. */
function aroundData(values: SettingValues, key: FolderKey): texts.Texts | null {
  if (values[key] === values.dataFolder) return texts.sameFolder(values[key], 'dataFolder');
  if (isInside(values.dataFolder, values[key])) return texts.folderInside(values.dataFolder, key, values[key]);
  return null;
}

/** True when `inner` lies somewhere below `outer`; both absolute. */
function isInside(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way);
}
