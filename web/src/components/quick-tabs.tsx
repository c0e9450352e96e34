import { count } from '../format/format.ts';
import { useLanguage } from '../ui/language.tsx';
import { Link } from './frame/link.tsx';
import './quick-tabs.css';

export type QuickTab = { label: string; count?: number | undefined; href: string; current: boolean };

/** Quick filters with their counts; links, because the filter is in the address. */
export function QuickTabs({ label, tabs }: { label: string; tabs: QuickTab[] }) {
  const { language } = useLanguage();
  return (
    <nav className="quick-tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link href={tab.href} aria-current={tab.current ? 'true' : undefined}>
              {tab.label}
              {tab.count !== undefined && <span className="quick-tab-count">{` ${count(language, tab.count)}`}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
