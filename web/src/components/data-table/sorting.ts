/** Order of a table as it stands in the address: `sort=-openedAt,shiftNumber`, minus = from the greatest down. */
export type Sorting = readonly { id: string; desc: boolean }[];

export function readSorting(text: string | undefined, columnIds: readonly string[]): Sorting {
  if (text === undefined) return [];
  return text
    .split(',')
    .map((part) => ({ id: part.replace(/^-/, ''), desc: part.startsWith('-') }))
    .filter((part) => columnIds.includes(part.id));
}

export function writeSorting(sorting: Sorting): string | undefined {
  return sorting.length === 0 ? undefined : sorting.map((part) => `${part.desc ? '-' : ''}${part.id}`).join(',');
}

export function toTanStack(sorting: Sorting): { id: string; desc: boolean }[] {
  return sorting.map((part) => ({ ...part }));
}
