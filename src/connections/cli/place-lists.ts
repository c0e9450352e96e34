/** What the lists have in common that can be narrowed to a shop or a place: their options and what these ask for. */
import { formatOptions, type OptionSpec, sourceOptions } from './arguments.ts';
import { type CommandContext, optionChoice, optionCount, optionText } from './command.ts';
import { MOST_ROWS } from './pages.ts';
import { checkPlace } from './places.ts';

/** Rows of one answer of the server. */
export const ROWS_AT_ONCE = 1000;
/** Rows that are shown when nobody says how many. */
const USUAL_ROWS = 200;

type Options = Readonly<Record<string, OptionSpec>>;

const ofShop: Options = { shop: { type: 'string', value: 'CODE' } };
const ofPlace: Options = { ...ofShop, register: { type: 'string', value: 'CODE' } };

/** Shop, register, limit, format and source; with `states` the state as well. */
export function placeListOptions(states?: readonly string[]): Options {
  return listOptions(ofPlace, states);
}

/** The same of lists that know no single register. */
export function shopListOptions(states: readonly string[]): Options {
  return listOptions(ofShop, states);
}

function listOptions(place: Options, states: readonly string[] | undefined): Options {
  return {
    ...(states === undefined ? {} : { state: { type: 'string', value: states.join('|'), choices: states } }),
    ...place,
    limit: { type: 'string', value: 'N', most: MOST_ROWS },
    ...formatOptions,
    ...sourceOptions,
  };
}

/** The place that is asked for; a register without its shop ends the command. */
export function readPlaceQuery(context: CommandContext): { shop: string | undefined; register: string | undefined } {
  checkPlace(context);
  return { shop: optionText(context, 'shop'), register: optionText(context, 'register') };
}

/** The shop that is asked for, and the state. */
export function readShopStateQuery<T extends string>(context: CommandContext, states: readonly T[], fallback: T) {
  return { state: optionChoice(context, 'state', states, fallback), shop: optionText(context, 'shop') };
}

/** The same with the state. */
export function readStateQuery<T extends string>(context: CommandContext, states: readonly T[], fallback: T) {
  return { state: optionChoice(context, 'state', states, fallback), ...readPlaceQuery(context) };
}

/** How many rows are wanted, and how many are read at once. */
export function readLimits(
  context: CommandContext,
  { usual = USUAL_ROWS, most = ROWS_AT_ONCE } = {},
): { limit: number; most: number } {
  return { limit: optionCount(context, 'limit') ?? usual, most };
}
