/** What every reader makes of what a person brings: messages with their fields, before it is known whether they are of use. */
import type { MessageParams } from '../../messages/messages.ts';

export type RawField = { number: number; type: string; repeated: boolean };
export type RawDescription = {
  messages: Map<string, Map<string, RawField>>;
  /** Numbers of TypeOfSales; null = it was not described. */
  typeOfSales: Map<string, number> | null;
};

/** Why a description is not taken; `code` is a text of the catalogue. */
export type DescriptionProblem = { code: `description.${string}`; params: MessageParams };

export class DescriptionFault extends Error {
  override name = 'DescriptionFault';
  readonly problem: DescriptionProblem;

  constructor(code: DescriptionProblem['code'], params: MessageParams) {
    super(code);
    this.problem = { code, params };
  }
}
