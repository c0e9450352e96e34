import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { FileFormat, ReportTable } from '../../../../contracts/web-api.ts';
import { routes } from '../../../../contracts/web-api.ts';
import { fillRoute } from '../../api/client.ts';
import { useShortcut } from '../../components/keyboard/shortcuts.ts';
import { useLanguage } from '../../ui/language.tsx';

/** The address of the file of a report: the same place, period and rows, in the language of the screen. */
function reportFile(table: ReportTable, format: FileFormat, lang: string): string {
  const { shop, register, shift, by, from, to, filter } = table;
  const period: [string, string | null][] =
    shift === null
      ? [
          ['from', from],
          ['to', to],
        ]
      : [['shift', shift.key]];
  const keys: [string, string | null][] = [
    ['shop', shop?.shopCode ?? null],
    ['register', register?.registerCode ?? null],
    ...period,
    ['by', by],
    ...filter.map(({ key, value }): [string, string] => [key, value]),
    ['format', format],
    ['lang', lang],
  ];
  const filled = keys.filter((entry): entry is [string, string] => entry[1] !== null);
  return `${fillRoute(routes.reportFile, { report: table.report })}?${new URLSearchParams(filled).toString()}`;
}

/** «Скачать Excel», «Скачать CSV»: real links, `X` takes the first. */
export function FileLinks({ table }: { table: ReportTable }) {
  const { language } = useLanguage();
  return <FileButtons address={(format) => reportFile(table, format, language)} />;
}

/** The same for any list that the server writes as a file. */
export function FileButtons({ address }: { address: (format: FileFormat) => string }) {
  const { t } = useLanguage();
  const excel = useRef<HTMLAnchorElement>(null);
  useShortcut({
    keys: 'KeyX',
    label: t('report.excel'),
    run: () => {
      excel.current?.click();
      return true;
    },
  });
  return (
    <>
      <Button ref={excel} component="a" download size="compact-sm" variant="default" href={address('xlsx')}>
        {t('report.excel')}
      </Button>
      <Button component="a" download size="compact-sm" variant="default" href={address('csv')}>
        {t('report.csv')}
      </Button>
    </>
  );
}
