import { useQuery } from '@tanstack/react-query';
import { type PackageRow, routes, type TransferRow } from '../../../../contracts/web-api.ts';
import { fillRoute } from '../../api/client.ts';
import { useMay } from '../../api/own-rights.ts';
import { queries } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { serverTime, size } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import '../../components/plain-table.css';

const states: Record<PackageRow['state'], ScreenText> = {
  waiting: 'transfer.package.waiting',
  processed: 'transfer.package.processed',
  error: 'transfer.package.error',
  broken: 'transfer.package.broken',
};

/** The packages that a load brought: size and hash of each, what became of it, and its bytes as they came. */
export function TransferPackages({ transfer }: { transfer: TransferRow }) {
  const { t } = useLanguage();
  const query = useQuery(queries.transferPackages(transfer.transferId));
  return (
    <section aria-labelledby="packages" className="transfer-list">
      <h2 id="packages">{t('transfer.packagesTitle')}</h2>
      <Loaded query={query} loading={t('packages.loading')}>
        {({ packages }) =>
          packages.length === 0 ? <p className="secondary">{t('transfer.noPackages')}</p> : <Packages rows={packages} />
        }
      </Loaded>
    </section>
  );
}

function Packages({ rows }: { rows: readonly PackageRow[] }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const may = useMay();
  const mayRead = rows.every(({ shopCode }) => may('see-money', shopCode === null ? 'network' : { shopCode }));
  return (
    <div className="plain-box">
      <table className="plain-table" aria-label={t('transfer.packagesTitle')}>
        <thead>
          <tr>
            <th scope="col">{t('transfer.package.name')}</th>
            <th scope="col">{withZone(t('transfer.package.received'), zone)}</th>
            <th scope="col" className="cell-number">
              {t('transfer.package.size')}
            </th>
            <th scope="col">{t('transfer.package.hash')}</th>
            <th scope="col">{t('transfer.package.fate')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                {mayRead ? (
                  <a href={fillRoute(routes.packageContent, { packageName: row.name })} download>
                    {row.fileName ?? row.packageId ?? row.name}
                  </a>
                ) : (
                  (row.fileName ?? row.packageId ?? row.name)
                )}
              </th>
              <td>{serverTime(language, row.receivedAt, zone)}</td>
              <td className="cell-number">{size(language, row.size)}</td>
              <td className="mono" title={row.sha256 ?? undefined}>
                {row.sha256 === null ? '—' : `${row.sha256.slice(0, 12)}…`}
              </td>
              <td className="cell-wraps">{fateOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function fateOf({ state, documents, reason }: PackageRow): string {
    const word = t(states[state]);
    if (reason !== null) return `${word}: ${reason[language]}`;
    const { new: fresh, same, enriched, conflict, set_aside: aside } = documents;
    return `${word}: ${t('transfer.package.counts', { fresh, same, enriched, conflict, aside })}`;
  }
}
