/**
 * A table of field numbers, a field a line: `SalesPackage.saleFile 12`, with its type when it is another than now, `-` in the
 * place of the number for a field that is not there. What is not named stays as it is now.
 */
import { type DescriptionKind, descriptionRules, type WireDescription } from '../../../contracts/wire-descriptions.ts';
import { DescriptionFault, type RawDescription } from './raw-description.ts';

const LINE = /^([A-Za-z_]\w*)[.;,\t ]+([A-Za-z_]\w*)[=:;,\t ]+(-|\d{1,10})(?:[=:;,\t ]+([a-z][a-z0-9]*))?[;,\t ]*$/;
const MOST_LINES = 1000;

/** Reads a table over the description in force. Throws a DescriptionFault with the line. */
export function readTable(kind: DescriptionKind, text: string, now: WireDescription): RawDescription {
  const rules = descriptionRules[kind];
  const messages: RawDescription['messages'] = new Map(
    Object.entries(now.messages).map(([message, fields]) => [
      message,
      new Map(
        Object.entries(fields).map(([name, field]) => [
          name,
          { ...field, repeated: rules[message]?.[name]?.repeated ?? false },
        ]),
      ),
    ]),
  );
  const typeOfSales = new Map(Object.entries(now.typeOfSales));
  const lines = text.split(/\r?\n/);
  if (lines.length > MOST_LINES) throw new DescriptionFault('description.too_large', { limit: MOST_LINES });
  let read = 0;
  for (const [index, written] of lines.entries()) {
    const line = written.replace(/(#|\/\/).*$/, '').trim();
    if (line === '') continue;
    const [, message = '', name = '', number = '', type] = LINE.exec(line) ?? [];
    if (message === '')
      throw new DescriptionFault('description.unreadable_table', { line: index + 1, text: line.slice(0, 80) });
    read += 1;
    if (message === 'TypeOfSales' && Object.hasOwn(now.typeOfSales, name)) {
      typeOfSales.set(name, Number(number));
      continue;
    }
    const rule = rules[message]?.[name];
    if (rule === undefined)
      throw new DescriptionFault('description.unknown_name', { line: index + 1, name: `${message}.${name}` });
    const fields = messages.get(message) ?? new Map();
    messages.set(message, fields);
    if (number === '-') fields.delete(name);
    else
      fields.set(name, {
        number: Number(number),
        type: type ?? fields.get(name)?.type ?? rule.types?.[0] ?? 'string',
        repeated: rule.repeated,
      });
  }
  if (read === 0) throw new DescriptionFault('description.empty', {});
  return { messages, typeOfSales };
}
