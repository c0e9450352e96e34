import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Language, MessageParams } from '../../../src/messages/messages.ts';
import { readStored, writeStored } from './stored.ts';
import { loadTexts, type ScreenText, screenText } from './texts.ts';

export type { ScreenText } from './texts.ts';
/** Text of a screen in the chosen language, values put in. */
export type Translate = (key: ScreenText, params?: MessageParams) => string;

type LanguageChoice = {
  language: Language;
  /** The language that is shown or on its way: the person's choice, else the server's default. */
  wanted: Language;
  choose(language: Language): void;
  setDefault(language: Language): void;
  /** The texts of the wanted language could not be fetched; the page stays in the other one. */
  failed: boolean;
  t: Translate;
};

const LanguageContext = createContext<LanguageChoice | null>(null);

function readChosen(): Language | null {
  const stored = readStored('language');
  return stored === 'ru' || stored === 'en' ? stored : null;
}

/** The language in which the pages begin; its texts must be loaded before anything is drawn. */
export function firstLanguage(): Language {
  return readChosen() ?? 'ru';
}

/** What is wanted: the person's choice, else the default of the server; a choice that is made again is another wish. */
type Wish = { chosen: Language | null; byServer: Language };

/** Holds the language of the screen: the person's choice, else the default of the server, else Russian. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [wish, setWish] = useState<Wish>(() => ({ chosen: readChosen(), byServer: 'ru' }));
  const [language, setLanguage] = useState(firstLanguage);
  const [failed, setFailed] = useState(false);
  const choose = useCallback((next: Language) => {
    writeStored('language', next);
    setWish(({ byServer }) => ({ chosen: next, byServer }));
  }, []);
  const setDefault = useCallback((byServer: Language) => setWish(({ chosen }) => ({ chosen, byServer })), []);
  useEffect(() => {
    const next = wish.chosen ?? wish.byServer;
    let current = true;
    loadTexts(next).then(
      () => {
        if (!current) return;
        setLanguage(next);
        setFailed(false);
      },
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [wish]);
  const t = useCallback<Translate>((key, params = {}) => screenText(language, key, params), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const wanted = failed ? language : (wish.chosen ?? wish.byServer);
  const value = useMemo(
    () => ({ language, wanted, choose, setDefault, failed, t }),
    [language, wanted, choose, setDefault, failed, t],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** The language of the screen and its texts. */
export function useLanguage(): LanguageChoice {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('useLanguage is used outside LanguageProvider');
  return value;
}
