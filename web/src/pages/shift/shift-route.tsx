import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ShiftRoute as Route, ShiftFile, ShiftPackage, ShiftStage } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PlainHead } from '../../components/plain-head.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, money, serverTime, timeToSecond } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { exportMark } from '../names.ts';
import { durationText } from '../transfers/transfer-words.ts';
import '../../components/plain-table.css';
import './shift-life.css';

/** «Путь»: how the sales of a shift came, from the register to the word of the ERP. */
export function ShiftRoute({ path }: { path: ShiftPath }) {
  const { t } = useLanguage();
  const query = useQuery(queries.shiftRoute(path));
  return (
    <Loaded query={query} loading={t('shiftLife.loading')} place={path}>
      {(route) => (
        <div className="shift-life">
          <Stages route={route} />
          <Packages route={route} />
          <Files route={route} />
        </div>
      )}
    </Loaded>
  );
}

function Stages({ route }: { route: Route }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  return (
    <section aria-label={t('shiftPage.route')}>
      <ol className="shift-stages">
        {route.stages.map((stage) => (
          <li key={stage.step}>
            <StatusMark mark={markOf(stage, route)} word={t(`shiftStage.${stage.step}`)} />
            <span className="number">
              {stage.localAt !== null
                ? timeToSecond(language, stage.localAt)
                : stage.at !== null
                  ? zonedTime(language, stage.at, zone)
                  : t('route.waits')}
            </span>
            <span className="number secondary">
              {stage.lastedMs === null
                ? ''
                : t('shiftStage.after', { time: durationText(stage.lastedMs, t, language) })}
            </span>
            <span>{stage.text?.[language] ?? whyNot(stage, route, t)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the checks found and what the ERP booked otherwise is loud; a step to come is an empty ring. */
function markOf({ step, at, localAt }: ShiftStage, { exportState }: Route): Mark {
  if (at === null && localAt === null) return step === 'exported' && exportState === 'failed' ? 'broken' : 'unknown';
  return 'order';
}

const times: readonly ScreenText[] = [
  'shiftRoute.received',
  'shiftRoute.published',
  'shiftRoute.taken',
  'shiftRoute.confirmed',
];

/** Why a file of the latest revision is not there. */
function whyNot({ step, at }: ShiftStage, { exportState }: Route, t: Translate): string {
  return step === 'exported' && at === null ? exportMark(t, exportState).word : '';
}

type TableProps = { title: string; summary: string; headings: readonly ScreenText[]; rows: ReactNode; empty: boolean };

/** A small table under its heading; without rows its summary says so. */
function Table({ title, summary, headings, rows, empty }: TableProps) {
  const zone = useZone();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p className="secondary">{summary}</p>
      {!empty && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
        <div className="plain-box" tabIndex={0}>
          <table className="plain-table" aria-label={title}>
            <PlainHead headings={headings} times={{ of: times, zone }} />
            <tbody>{rows}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Packages({ route: { packages, packageCount } }: { route: Route }) {
  const { t, language } = useLanguage();
  return (
    <Table
      title={t('shiftRoute.packages')}
      summary={t('shiftRoute.packagesOf', { shown: count(language, packages.length), n: packageCount })}
      headings={[
        'shiftRoute.received',
        'shiftRoute.package',
        'shiftRoute.load',
        'shiftRoute.wrote',
        'shiftRoute.documents',
      ]}
      rows={packages.map((one) => <PackageRow key={one.name} row={one} />)}
      empty={packages.length === 0}
    />
  );
}

function PackageRow({ row }: { row: ShiftPackage }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { transferId, cause, author } = row;
  const why = cause === null ? '' : cause === 'file' ? t('shiftRoute.byHand') : t(`transfer.cause.${cause}`);
  return (
    <tr>
      <td>{serverTime(language, row.receivedAt, zone)}</td>
      <th scope="row">
        <Link href={addresses.packages({ q: row.name })}>{row.name}</Link>
      </th>
      <td>
        {transferId === null ? MISSING : <Link href={addresses.transfer(transferId)}>{transferId}</Link>}{' '}
        {author === null ? why : `${why}, ${author}`}
      </td>
      <td className="cell-number">{row.lastedMs === null ? MISSING : durationText(row.lastedMs, t, language)}</td>
      <td>{documentsText(row.documents, t)}</td>
    </tr>
  );
}

/** «новых 5, уже были 2»: what is none is not said. */
function documentsText(documents: ShiftPackage['documents'], t: Translate): string {
  const parts = (['new', 'same', 'enriched', 'conflict', 'setAside'] as const)
    .filter((kind) => documents[kind] > 0)
    .map((kind) => t(`shiftRoute.documents.${kind}`, { n: documents[kind] }));
  return parts.length === 0 ? MISSING : parts.join(', ');
}

function Files({ route: { files, fileCount } }: { route: Route }) {
  const { t, language } = useLanguage();
  return (
    <Table
      title={t('shiftRoute.files')}
      summary={t('shiftRoute.filesOf', { shown: count(language, files.length), n: fileCount })}
      headings={[
        'shiftRoute.published',
        'shiftRoute.file',
        'shiftRoute.revision',
        'shift.receipts',
        'shiftRoute.revenue',
        'shiftRoute.taken',
        'shiftRoute.confirmed',
      ]}
      rows={files.map((one) => <FileRow key={one.fileId} row={one} />)}
      empty={files.length === 0}
    />
  );
}

function FileRow({ row }: { row: ShiftFile }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const attempts = row.attempts > 1 ? ` · ${t('shiftRoute.attempts', { n: row.attempts })}` : '';
  return (
    <tr>
      <td>{serverTime(language, row.publishedAt, zone)}</td>
      <th scope="row">
        <Link href={addresses.exportFile(row.fileId)}>{row.fileName}</Link>
        {attempts}
      </th>
      <td className="cell-number">
        {count(language, row.revision)}
        {row.online && ` · ${t('shiftRoute.online')}`}
      </td>
      <td className="cell-number">{count(language, row.receiptCount)}</td>
      <td className="cell-number">{money(language, row.revenue)}</td>
      <td>{row.state === 'taken' ? serverTime(language, row.takenAt, zone) : t(`shiftRoute.state.${row.state}`)}</td>
      <td>{row.confirmedAt === null ? MISSING : serverTime(language, row.confirmedAt, zone)}</td>
    </tr>
  );
}
