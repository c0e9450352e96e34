import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { HelpButton } from '../keyboard/help.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { FreshnessPill, useFreshness } from './freshness.tsx';
import { Link, useGo } from './link.tsx';
import { LanguageSwitch, ThemeSwitch } from './view-switches.tsx';
import { WhoIsIn } from './who-is-in.tsx';

export type Crumb = { label: string; href: string };
export type PageTab = { label: string; href: string; current: boolean };

type PageProps = {
  title: string;
  /** From the widest to the nearest; the page itself is not among them. */
  crumbs?: Crumb[];
  /** Marks of state beside the title. */
  marks?: ReactNode;
  actions?: ReactNode;
  tabs?: PageTab[];
  /** The content is longer than the screen: it takes the focus, so that keys scroll it. Tables scroll by themselves. */
  scrolls?: boolean;
  children: ReactNode;
};

/** The form of every page: path, title, freshness, actions, tabs; the content scrolls under them. */
export function Page({ title, crumbs = [], marks, actions, tabs = [], scrolls = false, children }: PageProps) {
  const { t } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  const { kind } = useFreshness();
  useDocumentTitle([title, ...crumbs.map((crumb) => crumb.label).reverse()]);
  useFocusAfterNavigation(heading);
  return (
    <div className="page">
      <header className="page-header">
        <div className="page-name">
          {crumbs.length > 0 && (
            <nav aria-label={t('frame.path')}>
              <ol className="crumbs">
                {crumbs.map((crumb) => (
                  <li key={crumb.href}>
                    <Link href={crumb.href}>{crumb.label}</Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <div className="page-title">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {marks}
          </div>
        </div>
        <div className="page-tools">
          <FreshnessPill />
          {actions}
          <LanguageSwitch />
          <ThemeSwitch />
          <HelpButton />
          <WhoIsIn />
        </div>
      </header>
      {tabs.length > 0 && <PageTabs tabs={tabs} label={t('frame.tabs')} />}
      <main id="content" tabIndex={scrolls ? 0 : -1} data-freshness={kind}>
        {children}
      </main>
    </div>
  );
}

function PageTabs({ tabs, label }: { tabs: PageTab[]; label: string }) {
  return (
    <nav className="page-tabs" aria-label={label}>
      <ul>
        {tabs.map((tab, index) => (
          <li key={tab.href}>
            <Link href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
            </Link>
            <TabKey href={tab.href} label={tab.label} place={index + 1} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The number key of a tab. */
function TabKey({ href, label, place }: { href: string; label: string; place: number }) {
  const go = useGo();
  useShortcut({
    keys: `Digit${place}`,
    label,
    run: () => {
      go(href);
      return true;
    },
  });
  return null;
}

function useDocumentTitle(parts: string[]): void {
  const title = [...parts, 'Smena'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

let shownPath: string | null = null;

/** After a change of page the focus goes to its heading; the first page and a used tab keep it where it is. */
function useFocusAfterNavigation(heading: RefObject<HTMLHeadingElement | null>): void {
  // The address changes before the page does; only the resolved one belongs to the heading on the screen.
  const path = useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname });
  useEffect(() => {
    const first = shownPath === null;
    const same = shownPath === path;
    shownPath = path;
    const onTab = document.activeElement?.closest('.page-tabs') ?? null;
    if (!first && !same && onTab === null) heading.current?.focus();
  }, [path, heading]);
}
