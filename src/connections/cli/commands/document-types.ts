/** `smena document-type …`: what a document of each type is; customer data, so a person decides. */
import { type DocumentType, documentClass, type SetDocumentClass } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { countColumn } from '../show.ts';
import type { Column } from '../table.ts';
import { readTypeCode, shopColumn, sourceColumn } from '../type-lists.ts';

const classes = documentClass.options;

export const documentTypeListCommand: Command = {
  words: ['document-type', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.document_type_list',
  examples: ['smena document-type list'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const { output } = context;
      return printList(context, {
        limit: MOST_ROWS,
        most: MOST_ROWS,
        read: (_, after: string | undefined) => client.documentTypes({ after }),
        rows: 'documentTypes',
        show: columns(output),
        empty: 'type_list.empty',
      });
    }),
};

export const documentTypeSetCommand: Command = {
  words: ['document-type', 'set'],
  operands: [2, 2],
  operandText: `CODE ${classes.join('|')}`,
  summary: 'command.document_type_set',
  examples: ['smena document-type set 7 annulRefund', 'smena document-type set 18 sale --shop 12'],
  options: { shop: { type: 'string', value: 'CODE' }, ...tryOption, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const wanted = readWanted(context);
    return context.withClient(async (client) => {
      const row = taken(context, await client.setDocumentClass(wanted));
      await client.publish();
      if (output.format === 'json') output.document(row);
      else if (output.format === 'ndjson') output.object(row);
      else output.table(columns(output), [row]);
      return exitCodes.ok;
    });
  },
};

function readWanted(context: CommandContext): SetDocumentClass {
  const [code = '', word = ''] = context.operands;
  const documentClass = classes.find((name) => name === word);
  const documentType = readTypeCode(context, code);
  if (documentClass === undefined) {
    throw wrongUse(context.output, 'usage.class', { word, choices: classes.join(', ') });
  }
  return { documentType, documentClass, shopCode: optionText(context, 'shop') ?? null };
}

function columns(output: Output): Column<DocumentType>[] {
  return [
    countColumn(output, 'column.code', (row) => row.documentType, 0),
    shopColumn(output),
    {
      title: output.text('column.class'),
      show: (row) => {
        const unknown = row.documentClass === 'other' && row.source === 'register';
        return `${unknown ? '▲ ' : ''}${output.text(`document_class.${row.documentClass}`)}`;
      },
      plain: (row) => row.documentClass,
    },
    sourceColumn(output),
    countColumn(output, 'column.documents', (row) => row.documents, 3),
  ];
}
