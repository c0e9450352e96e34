import { useQuery } from '@tanstack/react-query';
import type { FileArchive } from '../../../../contracts/web-api.ts';
import { storageQueries } from '../../api/storage-requests.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PlainHead } from '../../components/plain-head.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, serverMinute, size } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

const headings: ScreenText[] = [
  'storage.archive',
  'storage.condition',
  'storage.content',
  'storage.packages',
  'storage.size',
  'storage.made',
  'storage.checked',
  'storage.hash',
];
const numbers: ScreenText[] = ['storage.packages', 'storage.size'];

/** Archives of packages, newest first; the record of a deleted one stays. */
export function ArchiveTable() {
  const { t, language } = useLanguage();
  const query = useQuery(storageQueries.archives());
  return (
    <section aria-labelledby="storage-archives">
      <h2 id="storage-archives">{t('storage.archives')}</h2>
      <Loaded query={query} loading={t('storage.loading')}>
        {({ archives, next }) =>
          archives.length === 0 ? (
            <p className="secondary">{t('storage.noArchives')}</p>
          ) : (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
              <div className="plain-box" tabIndex={0}>
                <table className="plain-table" aria-labelledby="storage-archives">
                  <PlainHead headings={headings} numbers={numbers} />
                  <tbody>
                    {archives.map((archive) => (
                      <Row key={`${archive.state}/${archive.name}`} archive={archive} />
                    ))}
                  </tbody>
                </table>
              </div>
              {next !== null && (
                <p className="secondary">{t('storage.more', { n: count(language, archives.length) })}</p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Row({ archive }: { archive: FileArchive }) {
  const { t, language } = useLanguage();
  return (
    <tr>
      <th scope="row">{archive.name}</th>
      <td>
        <Condition archive={archive} />
      </td>
      <td>{t(`packages.${archive.state}`)}</td>
      <td className="cell-number">{count(language, archive.packages)}</td>
      <td className="cell-number">{size(language, archive.size)}</td>
      <td>{serverMinute(language, archive.madeAt)}</td>
      <td>{archive.checkedAt === null ? MISSING : serverMinute(language, archive.checkedAt)}</td>
      <td>
        <code title={archive.sha256}>{archive.sha256.slice(0, 12)}</code>
      </td>
    </tr>
  );
}

function Condition({ archive: { damage, deletedAt } }: { archive: FileArchive }) {
  const { t, language } = useLanguage();
  if (deletedAt !== null)
    return <StatusMark mark="off" word={t('storage.deleted', { at: serverMinute(language, deletedAt) })} />;
  if (damage === null) return <StatusMark mark="order" word={t('storage.whole')} />;
  return <StatusMark mark="broken" word={t(damage === 'changed' ? 'storage.changedArchive' : 'storage.missing')} />;
}
