import type { CaseList } from '../../../../contracts/web-api.ts';
import type { FilterField } from '../../components/filters.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { count } from '../../format/format.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { personName } from './case-words.ts';
import type { OwnName } from './own-name.ts';

const whose = ['any', 'mine', 'nobody'] as const;
type Whose = (typeof whose)[number];

/** Whose differences are shown, with how many are open; «mine» only where it is known who looks. */
export function WhoseFilter({ list, own }: { list: CaseList | undefined; own: OwnName | undefined }) {
  const { t, language } = useLanguage();
  const [search, setSearch] = useSearchState();
  const counts = {
    any: undefined,
    mine: list?.assigned.people.find(({ to }) => to === own?.name)?.count ?? 0,
    nobody: list?.assigned.nobody,
  };
  const labelOf = (one: Whose) => {
    const label = t(`cases.whose_${one}`);
    const n = counts[one];
    return n === undefined || list === undefined ? label : `${label} ${count(language, n)}`;
  };
  return (
    <Segmented
      label={t('cases.whose')}
      value={whose.find((one) => one === search.assigned) ?? 'any'}
      options={whose
        .filter((one) => one !== 'mine' || own?.name != null)
        .map((one) => ({ value: one, label: labelOf(one) }))}
      onChange={(one) => setSearch({ assigned: one === 'any' ? undefined : one, assignee: undefined })}
    />
  );
}

/** One person or name of those who have open differences; also whoever the address names. */
export function useAssigneeField(list: CaseList | undefined): FilterField[] {
  const { t } = useLanguage();
  const [{ assignee }] = useSearchState();
  const people = list?.assigned.people ?? [];
  if (people.length === 0 && assignee === undefined) return [];
  return [
    {
      key: 'assignee',
      label: t('cases.assignee'),
      choices: people.map(({ to, fullName }) => ({ value: to, label: personName(to, fullName) })),
      chip: (to) =>
        t('cases.assigneeChip', { name: personName(to, people.find((one) => one.to === to)?.fullName ?? null) }),
    },
  ];
}
