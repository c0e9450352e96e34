import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonLink, PersonRow } from '../../../contracts/web-api.ts';
import { addPerson, changePerson, linkPerson, peopleQueries, resetFactor } from '../api/people-requests.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PlainHead } from '../components/plain-head.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { serverTime } from '../format/format.ts';
import { useLanguage } from '../ui/language.tsx';
import { Wrong } from './access/fields.tsx';
import { PersonForm } from './access/person-form.tsx';
import { useScopeText } from './access/scope-text.ts';
import { ShownOnce } from './access/shown-once.tsx';
import { useSending } from './access/use-sending.ts';
import { useSettingsTabs } from './settings-page.tsx';
import './access/access.css';
import '../components/plain-table.css';

/** «Пользователи» (S16): who may come in, as what, and where. */
export function PeoplePage() {
  const { t } = useLanguage();
  const query = useQuery(peopleQueries.people());
  return (
    <Page title={t('settings.title')} tabs={useSettingsTabs('people')} scrolls>
      <Loaded query={query} loading={t('people.loading')}>
        {({ people }) => <People people={people} />}
      </Loaded>
    </Page>
  );
}

function People({ people }: { people: readonly PersonRow[] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { wrong, busy, send } = useSending();
  const [form, setForm] = useState<PersonRow | 'new' | null>(null);
  const [link, setLink] = useState<PersonLink | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.people() });
  const person = form === 'new' || form === null ? undefined : form;
  const save: Parameters<typeof PersonForm>[0]['onSave'] = async ({ login, ...powers }) => {
    if (person === undefined) setLink(await addPerson({ login, ...powers }));
    else await changePerson(person.login, powers);
    setForm(null);
    await refresh();
  };
  const act = (work: () => Promise<unknown>) =>
    send(async () => {
      await work();
      await refresh();
    });
  return (
    <div className="access-page">
      <div className="access-actions">
        <Button size="compact-sm" onClick={() => setForm('new')}>
          {t('people.new')}
        </Button>
      </div>
      <Wrong text={wrong} />
      <PeopleTable
        people={people}
        busy={busy}
        onChange={setForm}
        onLink={({ login }) => send(async () => setLink(await linkPerson(login)))}
        onSwitch={({ login, disabledAt }) => act(() => changePerson(login, { disabled: disabledAt === null }))}
        onReset={({ login }) => act(() => resetFactor(login))}
      />
      {form !== null && <PersonForm person={person} onSave={save} onCancel={() => setForm(null)} />}
      {link !== null && (
        <ShownOnce
          title={t('people.linkTitle', { login: link.login })}
          text={t('people.linkText')}
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
    </div>
  );
}

type TableProps = {
  people: readonly PersonRow[];
  busy: boolean;
} & Record<'onChange' | 'onLink' | 'onSwitch' | 'onReset', (person: PersonRow) => void>;

const HEADINGS = [
  'people.login',
  'people.name',
  'people.role',
  'people.shops',
  'people.state',
  'people.factor',
  'people.lastLogin',
  'people.actions',
] as const;

function PeopleTable({ people, busy, onChange, onLink, onSwitch, onReset }: TableProps) {
  const { t, language } = useLanguage();
  const scopeText = useScopeText();
  const label = t('settings.people');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keys
    <section className="plain-box" tabIndex={0} aria-label={label}>
      <table className="plain-table" aria-label={label}>
        <PlainHead headings={HEADINGS} times={{ of: ['people.lastLogin'], zone: undefined }} />
        <tbody>
          {people.map((person) => (
            <tr key={person.login}>
              <th scope="row">{person.login}</th>
              <td>{person.fullName ?? '—'}</td>
              <td>{[t(`role.${person.role}`), ...person.extraRights.map((one) => t(`right.${one}`))].join(' + ')}</td>
              <td className="cell-wraps">{scopeText(person.shops)}</td>
              <td>
                <PersonState person={person} />
              </td>
              <td>{t(person.secondFactor ? 'people.hasFactor' : 'people.noFactor')}</td>
              <td>{serverTime(language, person.lastLoginAt)}</td>
              <td>
                <span className="access-actions">
                  <Act text={t('people.change')} whom={person.login} busy={busy} onAct={() => onChange(person)} />
                  {!person.fromProvider && person.disabledAt === null && (
                    <Act text={t('people.link')} whom={person.login} busy={busy} onAct={() => onLink(person)} />
                  )}
                  {person.secondFactor && (
                    <Act text={t('people.reset')} whom={person.login} busy={busy} onAct={() => onReset(person)} />
                  )}
                  <Act
                    text={t(person.disabledAt === null ? 'people.disable' : 'people.enable')}
                    whom={person.login}
                    busy={busy}
                    onAct={() => onSwitch(person)}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {people.length === 0 && <p>{t('people.empty')}</p>}
    </section>
  );
}

function PersonState({ person }: { person: PersonRow }) {
  const { t } = useLanguage();
  if (person.disabledAt !== null) return <StatusMark mark="off" word={t('people.disabled')} />;
  if (!person.hasPassword && !person.fromProvider) return <StatusMark mark="queued" word={t('people.invited')} />;
  return <StatusMark mark="order" word={t('people.good')} />;
}

/** A verb of a row; its name for readers says whom it is about. */
function Act({ text, whom, busy, onAct }: { text: string; whom: string; busy: boolean; onAct: () => void }) {
  return (
    <button type="button" className="text-button" disabled={busy} aria-label={`${text}: ${whom}`} onClick={onAct}>
      {text}
    </button>
  );
}
