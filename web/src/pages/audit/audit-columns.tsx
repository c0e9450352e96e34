import { useMemo } from 'react';
import type { AuditEntry } from '../../../../contracts/web-api.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { logTime, MISSING } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { changeText, objectText, whoText } from './audit-words.ts';

/** The result of an entry; normal is quiet. */
export function ResultMark({ result, t }: { result: AuditEntry['result']; t: Translate }) {
  const word = t(`audit.result_${result}`);
  if (result === 'done') return <span className="secondary">{word}</span>;
  return <StatusMark mark={result === 'refused' ? 'late' : 'broken'} word={word} />;
}

/** Columns of the audit trail. */
export function useAuditColumns(): Column<AuditEntry>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(
    () => [
      {
        id: 'number',
        heading: t('audit.column_number'),
        kind: 'number',
        width: 76,
        text: ({ number }) => String(number),
        sortBy: ({ number }) => number,
      },
      {
        id: 'time',
        heading: withZone(t('audit.column_time'), zone),
        kind: 'time',
        width: 176,
        sample: logTime(language, '2028-05-28T00:00:00.000Z'),
        text: ({ at }) => logTime(language, at, zone),
        sortBy: ({ number }) => number,
      },
      {
        id: 'result',
        heading: t('audit.column_result'),
        kind: 'mark',
        width: 118,
        text: ({ result }) => t(`audit.result_${result}`),
        view: ({ result }) => <ResultMark result={result} t={t} />,
      },
      ...wordColumns(t),
    ],
    [t, language, zone],
  );
}

function wordColumns(t: Translate): Column<AuditEntry>[] {
  const text = (id: string, heading: string, width: number, of: (entry: AuditEntry) => string): Column<AuditEntry> => ({
    id,
    heading,
    kind: 'text',
    width,
    yields: Math.round(width * 0.6),
    text: (entry) => of(entry) || MISSING,
  });
  return [
    text('who', t('audit.column_who'), 130, (entry) => whoText(entry, t)),
    { ...text('verb', t('audit.column_verb'), 140, ({ verb }) => t(`audit.verb_${verb}`)), rowHeader: true },
    text('object', t('audit.column_object'), 200, (entry) => objectText(entry, t)),
    { ...text('change', t('audit.column_change'), 260, changeText), grow: true },
    { ...text('reason', t('audit.column_reason'), 130, ({ reason }) => reason ?? ''), optional: 2 },
    { ...text('shop', t('audit.column_shop'), 84, ({ shopCode }) => shopCode ?? ''), optional: 1 },
    { ...text('channel', t('audit.column_channel'), 130, ({ channel }) => t(`audit.channel_${channel}`)), optional: 1 },
  ];
}
