import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { AssigneeList, CaseRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { useAnswerOnce } from '../../components/answer-once.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { writeStored } from '../../ui/stored.ts';
import { Lacking, NamedCases } from './case-form.tsx';
import { personName } from './case-words.ts';
import { type OwnName, useOwnName } from './own-name.ts';
import './cases.css';

type AssignProps = {
  /** Open differences. */
  cases: readonly CaseRow[];
  onAssign: (to: string) => void;
  onDecline: () => void;
};

/** Who is to work on the differences: a person who has their shops; on an open server any name. Esc and «Отмена» change nothing. */
export function AssignCases({ cases, onAssign, onDecline }: AssignProps) {
  const { t } = useLanguage();
  const answer = useAnswerOnce();
  const own = useOwnName();
  const query = useQuery(queries.assignees());
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  // Only after the window has opened: it takes the focus to its first button.
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (isThere) field.current?.focus();
  }, [isThere]);
  return (
    <Dialog title={t('cases.assignTitle', { n: cases.length })} onClose={() => answer(onDecline)}>
      <NamedCases cases={cases} label={t('cases.assignedOnes')} />
      <Loaded query={query} loading={t('cases.loadingPeople')}>
        {(list) => (
          <AssignForm
            cases={cases}
            list={list}
            own={own}
            field={field}
            onAssign={(to) => answer(() => onAssign(to))}
            onDecline={() => answer(onDecline)}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

type Field = RefObject<(HTMLInputElement & HTMLSelectElement) | null>;

type FormProps = AssignProps & { list: AssigneeList; own: OwnName | undefined; field: Field };

function AssignForm({ cases, list, own, field, onAssign, onDecline }: FormProps) {
  const { t } = useLanguage();
  const people = list.anyName ? [] : choicesOf(list, cases, own, t);
  const [to, setTo] = useState(list.anyName ? (own?.name ?? '') : (people.find(({ lacks }) => !lacks)?.login ?? ''));
  const [author, setAuthor] = useState(own?.loggedIn === false ? (own.name ?? '') : '');
  const [missing, setMissing] = useState(false);
  const id = useId();
  const nobody = !list.anyName && people.every(({ lacks }) => lacks);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(to.trim() === '');
    if (to.trim() === '') {
      field.current?.focus();
      return;
    }
    // Whoever logs in is known by that.
    if (list.anyName && author.trim() !== '') writeStored('author', author.trim());
    onAssign(to.trim());
  };
  const take = (value: string) => {
    setTo(value);
    setMissing(false);
  };
  return (
    <form className="case-form" onSubmit={submit}>
      <p>{t('cases.assignText')}</p>
      <label htmlFor={id}>{t('cases.assignTo')}</label>
      {list.anyName ? (
        <>
          <AnyName id={id} field={field} list={list} value={to} missing={missing} onTake={take} />
          <label htmlFor={`${id}-author`}>{t('cases.author')}</label>
          <input
            id={`${id}-author`}
            type="text"
            maxLength={100}
            value={author}
            onChange={(event) => setAuthor(event.currentTarget.value)}
          />
        </>
      ) : (
        <select id={id} ref={field} value={to} disabled={nobody} onChange={(event) => take(event.currentTarget.value)}>
          {people.map(({ login, label, lacks }) => (
            <option key={login} value={login} disabled={lacks}>
              {label}
            </option>
          ))}
        </select>
      )}
      {nobody && <p className="secondary">{t('cases.assignNobody')}</p>}
      <div className="dialog-answers">
        <Button type="submit" disabled={nobody}>
          {t('cases.assign', { n: cases.length })}
        </Button>
        <Button variant="default" onClick={onDecline}>
          {t('cases.cancel')}
        </Button>
      </div>
    </form>
  );
}

type AnyNameProps = {
  id: string;
  field: Field;
  list: AssigneeList;
  value: string;
  missing: boolean;
  onTake: (value: string) => void;
};

/** Nobody logs in to the server: a name is written. */
function AnyName({ id, field, list, value, missing, onTake }: AnyNameProps) {
  const { t } = useLanguage();
  return (
    <>
      <input
        id={id}
        ref={field}
        type="text"
        maxLength={100}
        autoComplete="off"
        list={`${id}-people`}
        value={value}
        aria-invalid={missing}
        aria-describedby={missing ? `${id}-missing` : `${id}-hint`}
        onChange={(event) => onTake(event.currentTarget.value)}
      />
      <datalist id={`${id}-people`}>
        {list.people.map(({ login }) => (
          <option key={login} value={login} />
        ))}
      </datalist>
      {missing ? (
        <Lacking id={`${id}-missing`} text={t('cases.assignMissing')} />
      ) : (
        <span id={`${id}-hint`} className="secondary">
          {t('cases.assignAnyName')}
        </span>
      )}
    </>
  );
}

type Choice = { login: string; label: string; lacks: boolean };

/** Whoever is asking first; whoever lacks a shop of the differences last, with the shop. */
function choicesOf(list: AssigneeList, cases: readonly CaseRow[], own: OwnName | undefined, t: Translate): Choice[] {
  const shops = [...new Set(cases.map(({ shopCode }) => shopCode))];
  const choices = list.people.map(({ login, fullName, shops: theirs }): Choice => {
    const lacking = theirs === 'all' ? [] : shops.filter((shopCode) => !theirs.includes(shopCode));
    const name = personName(login, fullName);
    const who = login === own?.name ? t('cases.assignMe', { name }) : name;
    const label = lacking.length === 0 ? who : t('cases.assignLacks', { name: who, shops: lacking.join(', ') });
    return { login, label, lacks: lacking.length > 0 };
  });
  const rank = ({ login, lacks }: Choice) => (lacks ? 2 : login === own?.name ? 0 : 1);
  return choices.sort((a, b) => rank(a) - rank(b));
}
