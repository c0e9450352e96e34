/** The end of a chosen day (`2026-03-14`) by the clock of this browser, in UTC: the whole of that day counts. An empty text = no end. */
export function endOfDay(day: string): string | null {
  if (day === '') return null;
  const end = new Date(`${day}T00:00:00`);
  // Not 24 hours later: where clocks change a day is shorter or longer.
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}
