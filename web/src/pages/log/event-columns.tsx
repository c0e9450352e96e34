import { useMemo } from 'react';
import type { EventRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, logTime, MISSING } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { durationText } from '../transfers/transfer-words.ts';
import type { LogLevel } from './log-filter.ts';
import type { LogLine } from './log-lines.ts';

const marks: Record<Exclude<LogLevel, 'info'>, Mark> = { warning: 'late', error: 'broken' };

/** Normal is quiet: only warnings and errors have a mark. */
export function LevelMark({ level, word }: { level: LogLevel; word: string }) {
  return level === 'info' ? <span className="secondary">{word}</span> : <StatusMark mark={marks[level]} word={word} />;
}

/** What an event is about: a register, a shop, or the server itself. */
export function objectText(event: Pick<EventRow, 'shopCode' | 'registerCode'>, t: Translate): string {
  if (event.shopCode === null) return t('log.server');
  const shop = t('shop.named', { code: event.shopCode });
  return event.registerCode === null
    ? shop
    : `${shop}, ${t('register.named', { code: event.registerCode }).toLowerCase()}`;
}

/** The words of a line; of one that stands for many, how many and for how long. */
export function lineText(line: LogLine, t: Translate, language: Language): string {
  if (line.times === 1) return line.text[language];
  const span = durationText(Date.parse(line.at) - Date.parse(line.since), t, language);
  return t('log.times', { text: line.text[language].replace(/[.]$/, ''), n: count(language, line.times), span });
}

/** Columns of the log; that of one register leaves the object out. */
export function useEventColumns(ofRegister: boolean): Column<LogLine>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(
    () => [
      ...leadingColumns(t, language, zone),
      ...(ofRegister ? [] : [objectColumn(t)]),
      ...wordColumns(t, language),
      ...factColumns(t, language),
    ],
    [t, language, zone, ofRegister],
  );
}

function leadingColumns(t: Translate, language: Language, zone: string | undefined): Column<LogLine>[] {
  return [
    {
      id: 'time',
      heading: withZone(t('log.time'), zone),
      kind: 'time',
      width: 176,
      sample: logTime(language, '2028-05-28T00:00:00.000Z'),
      text: (event) => logTime(language, event.at, zone),
      // Entries of one instant keep the order in which they were written.
      sortBy: (event) => `${event.at} ${String(event.eventId).padStart(16, '0')}`,
    },
    {
      id: 'level',
      heading: t('log.level'),
      kind: 'mark',
      width: 148,
      text: (event) => t(`log.level.${event.level}`),
      view: (event) => <LevelMark level={event.level} word={t(`log.level.${event.level}`)} />,
    },
  ];
}

function objectColumn(t: Translate): Column<LogLine> {
  return {
    id: 'object',
    heading: t('log.object'),
    kind: 'text',
    width: 170,
    yields: 110,
    text: (event) => objectText(event, t),
  };
}

function wordColumns(t: Translate, language: Language): Column<LogLine>[] {
  return [
    {
      id: 'event',
      heading: t('log.event'),
      kind: 'text',
      width: 360,
      yields: 200,
      grow: true,
      rowHeader: true,
      text: (event) => lineText(event, t, language),
    },
    {
      id: 'transfer',
      heading: t('log.transfer'),
      kind: 'text',
      width: 84,
      text: (event) => event.transferId ?? MISSING,
      href: (event) => (event.transferId === null ? undefined : addresses.transfer(event.transferId)),
    },
  ];
}

function factColumns(t: Translate, language: Language): Column<LogLine>[] {
  return [
    {
      id: 'code',
      heading: t('log.code'),
      kind: 'text',
      width: 170,
      yields: 90,
      text: (event) => event.code,
      className: () => 'mono',
    },
    {
      id: 'who',
      heading: t('log.who'),
      kind: 'text',
      width: 100,
      yields: 64,
      text: (event) => event.who?.[language] ?? MISSING,
    },
    {
      id: 'duration',
      heading: t('log.duration'),
      kind: 'number',
      width: 92,
      text: (event) => (event.durationMs === null ? MISSING : durationText(event.durationMs, t, language)),
      sortBy: (event) => event.durationMs,
    },
  ];
}
