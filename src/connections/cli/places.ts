/** Which registers a command is about: `--shop` and `--register` narrow, without them it is all of them. */
import type { SmenaClient } from './client.ts';
import { type CommandContext, optionText, taken, wrongUse } from './command.ts';
import { readAll } from './pages.ts';

export type Place = { shopCode: string; registerCode: string; timeZone: string };

/** Ends a command that names a register without its shop. */
export function checkPlace(context: Pick<CommandContext, 'options' | 'output'>): void {
  if (optionText(context, 'register') !== undefined && optionText(context, 'shop') === undefined)
    throw wrongUse(context.output, 'usage.register_needs_shop');
}

/** The registers that the options name, in the order of the API. A register that does not exist is a refusal of the API. */
export async function placesOf(context: CommandContext, client: SmenaClient): Promise<Place[]> {
  const shop = optionText(context, 'shop');
  const register = optionText(context, 'register');
  const shops = shop === undefined ? await shopCodes(context, client) : [shop];
  const places: Place[] = [];
  for (const shopCode of shops) {
    if (register === undefined)
      places.push(
        ...(await readAll(
          context,
          (after: string | undefined) => client.registers(shopCode, { after }),
          ({ shop: { timeZone }, registers }) =>
            registers.map(({ registerCode }) => ({ shopCode, registerCode, timeZone })),
        )),
      );
    else {
      const { timeZone } = taken(context, await client.registers(shopCode)).shop;
      places.push({ shopCode, registerCode: register, timeZone });
    }
  }
  return places;
}

/** The codes of all shops. */
export function shopCodes(context: CommandContext, client: SmenaClient): Promise<string[]> {
  return readAll(
    context,
    (after: string | undefined) => client.shops({ after }),
    ({ shops }) => shops.map(({ shopCode }) => shopCode),
  );
}
