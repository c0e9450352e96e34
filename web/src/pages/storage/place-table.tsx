import type { StoragePlace } from '../../../../contracts/web-api.ts';
import { count, MISSING, serverMinute, size } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

const headings: [ScreenText, 'text' | 'number'][] = [
  ['storage.place', 'text'],
  ['storage.files', 'number'],
  ['storage.size', 'number'],
  ['storage.oldest', 'text'],
  ['storage.growth', 'number'],
  ['storage.enough', 'number'],
  ['storage.what', 'text'],
  ['storage.folder', 'text'],
];

/** What lies where: size, oldest, growth, for how many days the disk is enough, the rule. */
export function PlaceTable({ places }: { places: readonly StoragePlace[] }) {
  const { t, language } = useLanguage();
  if (places.length === 0) return <p className="secondary">{t('storage.notMeasured')}</p>;
  return (
    <section aria-labelledby="storage-places">
      <h2 id="storage-places">{t('storage.places')}</h2>
      <p className="secondary">
        {t('storage.measured', { at: serverMinute(language, places[0]?.measuredAt ?? null) })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="plain-box" tabIndex={0}>
        <table className="plain-table" aria-labelledby="storage-places">
          <thead>
            <tr>
              {headings.map(([heading, kind]) => (
                <th key={heading} scope="col" className={kind === 'number' ? 'cell-number' : undefined}>
                  {t(heading)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <PlaceRow key={place.place} place={place} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PlaceRow({ place }: { place: StoragePlace }) {
  const { language } = useLanguage();
  const { growthPerDay, enoughForDays } = place;
  return (
    <tr>
      <th scope="row">{place.name[language]}</th>
      <td className="cell-number">{count(language, place.files)}</td>
      <td className="cell-number">{size(language, place.bytes)}</td>
      <td>{serverMinute(language, place.oldestAt)}</td>
      <td className="cell-number">{growthPerDay === null ? MISSING : growthText(language, growthPerDay)}</td>
      <td className="cell-number">{count(language, enoughForDays)}</td>
      <td className="cell-wraps">{place.rule[language]}</td>
      <td className="cell-path">
        <code>{place.folder ?? MISSING}</code>
      </td>
    </tr>
  );
}

function growthText(language: 'ru' | 'en', bytes: number): string {
  return bytes < 0 ? `\u2212${size(language, -bytes)}` : size(language, bytes);
}
