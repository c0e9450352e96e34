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
} as const;
