import type { StoragePlace } from '../../../../contracts/web-api.ts';
import { PlainHead } from '../../components/plain-head.tsx';
import { count, MISSING, serverMinute, size } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

const headings: ScreenText[] = [
  'storage.place',
  'storage.files',
  'storage.size',
  'storage.oldest',
  'storage.growth',
  'storage.enough',
  'storage.what',
  'storage.folder',
];
const numbers: ScreenText[] = ['storage.files', 'storage.size', 'storage.growth', 'storage.enough'];

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
          <PlainHead headings={headings} numbers={numbers} />
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
