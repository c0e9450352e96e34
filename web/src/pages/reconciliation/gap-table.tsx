import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import type { GapList, GapRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PlainHead } from '../../components/plain-head.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, timeToSecond } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import type { RegisterPath } from '../register-frame.ts';
import { ConfirmLoad } from '../sales/confirm-load.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { type GapNews, useAskGap } from './use-ask-gap.ts';
import './gap-table.css';

/** Gaps shown at most; a register has few, and the command line gives the rest. */
const SHOWN = 200;

/** «Пропуски» of a register: which receipt numbers are missing, why, and what is done about it. */
export function GapTable({ path, bar }: { path: RegisterPath; bar: ReactNode }) {
  const { t, language } = useLanguage();
  const query = useQuery(
    queries.gaps({ shop: path.shopCode, register: path.registerCode, state: 'all', limit: SHOWN }),
  );
  const { question, news, error, busy, ask, confirm, decline } = useAskGap(path);
  return (
    <div className="gaps">
      {bar}
      <div role="status">{news !== null && <GapNotice news={news} />}</div>
      {error !== null && <RefusalNotice error={error} />}
      <Loaded query={query} loading={t('gaps.loading')} place={path}>
        {(list) => (
          <>
            <Rows list={list} busy={busy} onAsk={ask} />
            {list.next !== null && (
              <p className="secondary">{t('gaps.more', { n: count(language, list.gaps.length) })}</p>
            )}
          </>
        )}
      </Loaded>
      {question !== null && <ConfirmLoad path={path} preview={question.preview} onLoad={confirm} onDecline={decline} />}
    </div>
  );
}

/** What became of asking for a gap. */
export function GapNotice({ news }: { news: GapNews }) {
  const { t } = useLanguage();
  if (news.kind === 'declined')
    return (
      <Notice mark="unknown" text={t('gaps.declined', { id: news.gapId })}>
        {!news.logged && <span>{t('gaps.notLogged')}</span>}
      </Notice>
    );
  const { gapId, transferId, running } = news;
  return (
    <Notice mark="progress" text={running ? t('gaps.running') : t('gaps.started', { id: gapId })}>
      <Link href={addresses.transfer(transferId)}>{t('gaps.openLoad', { id: transferId })}</Link>
    </Notice>
  );
}

const headings: ScreenText[] = [
  'gaps.number',
  'gaps.numbers',
  'gaps.state',
  'gaps.cause',
  'gaps.shift',
  'gaps.period',
  'gaps.asked',
  'gaps.next',
  'gaps.load',
  'gaps.action',
];

function Rows({ list, busy, onAsk }: { list: GapList; busy: boolean; onAsk: (gapId: string) => void }) {
  const { t } = useLanguage();
  const caption = useId();
  if (list.gaps.length === 0)
    return (
      <p>
        <StatusMark mark="order" word={t('gaps.empty')} />
      </p>
    );
  return (
    // A wide table is scrolled sideways by itself, also with the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className="gaps-scroll" aria-labelledby={caption} tabIndex={0}>
      <table className="gaps-table">
        <caption id={caption}>{t('gaps.title')}</caption>
        <PlainHead headings={headings} />
        <tbody>
          {list.gaps.map((gap) => (
            <Row key={gap.gapId} gap={gap} busy={busy} onAsk={() => onAsk(gap.gapId)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Mark and word of the state of a gap. */
export const gapMarks: Readonly<Record<GapRow['state'], { mark: Mark; word: ScreenText }>> = {
  waiting: { mark: 'late', word: 'gaps.waiting' },
  asked: { mark: 'progress', word: 'gaps.isAsked' },
  held: { mark: 'late', word: 'gaps.held' },
  absent: { mark: 'broken', word: 'gaps.absent' },
  filled: { mark: 'order', word: 'gaps.filled' },
};

function Row({ gap, busy, onAsk }: { gap: GapRow; busy: boolean; onAsk: () => void }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { gapId, first, last, missing, shopCode, registerCode, shiftKey, transferId } = gap;
  const { mark, word } = gapMarks[gap.state];
  const held = gap.heldBy === null ? '' : ` ${gap.heldBy[language]}`;
  const numbers = first === last ? `${first}` : `${first}–${last}`;
  const between = `${timeToSecond(language, gap.from)} – ${timeToSecond(language, gap.to)}`;
  return (
    <tr>
      <th scope="row">{gapId}</th>
      <td className="gap-figure">{t('gaps.count', { numbers, n: missing })}</td>
      <td>
        <StatusMark mark={mark} word={t(word)} />
      </td>
      <td className="gap-cause">{`${gap.cause[language]}.${held}`}</td>
      <td>
        <Link href={addresses.shift(shopCode, registerCode, shiftKey)}>{shiftKey}</Link>
      </td>
      <td>{between}</td>
      <td>{zonedTime(language, gap.askedAt, zone)}</td>
      <td>{zonedTime(language, gap.canBeAsked ? gap.nextAskAt : null, zone)}</td>
      <td>{transferId === null ? MISSING : <Link href={addresses.transfer(transferId)}>{transferId}</Link>}</td>
      <td>
        {gap.state === 'filled' ? (
          MISSING
        ) : gap.canBeAsked ? (
          <Allowed right="load" shop={gap.shopCode}>
            <button
              type="button"
              className="text-button"
              disabled={busy}
              aria-label={t('gaps.askOne', { id: gapId })}
              onClick={onAsk}
            >
              {t('gaps.ask')}
            </button>
          </Allowed>
        ) : (
          <span className="secondary">{t('gaps.cannotAsk')}</span>
        )}
      </td>
    </tr>
  );
}
