/** Texts that all long lists share: filters and totals, English. */
export const screensListsEn = {
  'filters.add': 'Add a filter',
  'filters.by': 'Filter by',
  'filters.value': 'Value',
  'filters.take': 'Filter',
  'filters.leave': 'Do not add',
  'filters.takeOff': 'take this filter off',
  'filters.key': 'Key F',
  'filters.reset': 'Reset the filters',
  'lists.of': '{shown} shown, {total} in all',
  'lists.ofMany': '{shown} shown, more than {total} in all',
  'notFetched.title': 'The page did not open',
  'notFetched.text':
    'The page could not be fetched or shown: {cause}. The server did not answer or was renewed. Open it again when the connection is back.',
  'notFetched.again': 'Open again',
  'frame.languageFailed':
    'The texts of the other language did not come: the server did not answer. Choose the language again when the connection is back.',
} as const;
