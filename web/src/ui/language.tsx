import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { screens } from '../../../src/messages/areas/screens.ts';
import { fillText, type Language, type MessageParams } from '../../../src/messages/messages.ts';
import { readStored, writeStored } from './stored.ts';

export type ScreenText = keyof (typeof screens)['ru'];
/** Text of a screen in the chosen language, values put in. */
export type Translate = (key: ScreenText, params?: MessageParams) => string;

type LanguageChoice = {
  language: Language;
  /** What the person chose here; null = the server's default is shown. */
  chosen: Language | null;
  choose(language: Language): void;
  setDefault(language: Language): void;
  t: Translate;
};

const LanguageContext = createContext<LanguageChoice | null>(null);

function readChosen(): Language | null {
  const stored = readStored('language');
  return stored === 'ru' || stored === 'en' ? stored : null;
}

/** Holds the language of the screen: the person's choice, else the default of the server, else Russian. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(readChosen);
  const [byServer, setDefault] = useState<Language>('ru');
  const language = chosen ?? byServer;
  const choose = useCallback((next: Language) => {
    writeStored('language', next);
    setChosen(next);
  }, []);
  const t = useCallback<Translate>(
    (key, params = {}) => fillText(language, screens[language][key], params),
    [language],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({ language, chosen, choose, setDefault, t }), [language, chosen, choose, t]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** The language of the screen and its texts. */
export function useLanguage(): LanguageChoice {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('useLanguage is used outside LanguageProvider');
  return value;
}
