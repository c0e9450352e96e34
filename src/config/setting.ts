/** What there is to say of a setting. */
import type { Texts } from './texts.ts';
import * as values from './values.ts';

export type Setting<T = unknown> = {
  /** Name of the environment variable. */
  variable: string;
  /** Name of the command-line option without dashes; null for a secret, which other users of the machine could read there. */
  option: string | null;
  parse: values.Parser<T>;
  /** As a person would write it; `<data>` is the data folder. null = nothing. */
  byDefault: string | null;
  /** A secret comes from the environment or from a file named there (`…_FILE`) and has no default. */
  secret: boolean;
  describe: Texts;
  kind: values.Kind;
  /** Values that fit, for a choice. */
  choices: readonly string[];
};

/** A setting that may be written in each place. */
export function setting<T>(
  variable: string,
  option: string,
  parse: values.Parser<T>,
  byDefault: string | null,
  ru: string,
  en: string,
): Setting<T> {
  const kind = values.kindOf(parse);
  const choices = values.choicesOf(parse);
  return { variable, option, parse, byDefault, secret: false, describe: { ru, en }, kind, choices };
}

/** A setting that stays out of options and of the configuration file. */
export function secret<T>(variable: string, parse: values.Parser<T>, ru: string, en: string): Setting<T> {
  const describe = { ru, en };
  return {
    variable,
    option: null,
    parse,
    byDefault: null,
    secret: true,
    describe,
    kind: values.kindOf(parse),
    choices: [],
  };
}
