import type { ReturnedPackages, StorageResult } from '../../../../contracts/web-api.ts';
import { date, size } from '../../format/format.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';

/** What a run did, or would do: what goes, and what must not with the reason. */
export function TrimResultText({ result }: { result: StorageResult }) {
  const { t, language } = useLanguage();
  const lines = linesOf(result, t, language);
  return (
    <ul className="storage-result">
      {(lines.length === 0 ? [t('storage.nothing')] : lines).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function linesOf(result: StorageResult, t: Translate, language: 'ru' | 'en'): string[] {
  const { dryRun, dictionaries } = result;
  const state = (name: 'processed' | 'error' | 'broken') => t(`packages.${name}`);
  const packed = result.packed.flatMap(({ state: of, packages, archives, failure, damaged }) => [
    ...(failure === null ? [] : [t('storage.packFailed', { state: state(of), cause: failure })]),
    ...(damaged.length === 0 ? [] : [t('storage.packDamaged', { state: state(of), n: damaged.length })]),
    ...(packages === 0
      ? []
      : [
          t(dryRun ? 'storage.wouldPack' : 'storage.packed', {
            state: state(of),
            n: packages,
            archives: archives.join(', '),
          }),
        ]),
  ]);
  const gone = result.deleted.map(({ state: of, name, packages }) =>
    t(dryRun ? 'storage.wouldDelete' : 'storage.wasDeleted', { state: state(of), archive: name, n: packages }),
  );
  const kept = result.kept.map(({ state: of, name, reason }) =>
    t('storage.kept', { state: state(of), archive: name, reason: reason[language] }),
  );
  const damaged = result.damaged.map(({ state: of, name }) =>
    t('storage.isDamaged', { state: state(of), archive: name }),
  );
  const words = [result.deletionPutOff, result.refusal].flatMap((reason) =>
    reason === null ? [] : [reason[language]],
  );
  if (result.restored !== null) words.unshift(returnedLine(result.restored, dryRun, t, language));
  if (result.checked !== null) words.push(t('storage.wasChecked', { n: result.checked }));
  if (dictionaries !== null) {
    const { folder, files, folders, bytes } = dictionaries;
    const params = { folder, files, folders, size: size(language, bytes) };
    words.push(t(dryRun ? 'storage.wouldClear' : 'storage.cleared', params));
  }
  return [...packed, ...gone, ...kept, ...damaged, ...words];
}

function returnedLine(restored: ReturnedPackages, dryRun: boolean, t: Translate, language: 'ru' | 'en'): string {
  const { state, from, to, archives, packages, bytes, known, returned, unreadable } = restored;
  const words = { state: t(`packages.${state}`), known };
  if (packages === 0)
    return t('storage.nothingToReturn', { ...words, from: date(language, from), to: date(language, to) });
  if (!dryRun) return t('storage.returned', { ...words, n: returned, unreadable });
  const names = archives.map(({ name }) => name).join(', ');
  return t('storage.wouldReturn', { ...words, n: packages, archives: names, size: size(language, bytes) });
}
