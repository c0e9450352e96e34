/** Numbers of the legacy status call (data-model §9.10). */
const MEANINGS: Record<string, { meaning: string; isFailure: boolean }> = {
  '0': { meaning: 'ok', isFailure: false },
  '1': { meaning: 'program error', isFailure: true },
  '2': { meaning: 'dictionary load error', isFailure: true },
  '3': { meaning: 'command error', isFailure: true },
  '4': { meaning: 'licence error', isFailure: true },
  '5': { meaning: 'download error', isFailure: true },
  '6': { meaning: 'queue insert error', isFailure: true },
  '10': { meaning: 'sales unload error', isFailure: true },
  '20': { meaning: 'started', isFailure: false },
  '30': { meaning: 'busy', isFailure: false },
  '40': { meaning: 'skipped', isFailure: false },
  '50': { meaning: 'nothing to send', isFailure: false },
};

/** What a number means; an unknown one is shown as it is and taken for a failure, because nobody else tells of it. */
export function legacyMeaning(number: string): { meaning: string; isFailure: boolean } {
  return MEANINGS[number] ?? { meaning: `status ${number.slice(0, 20)}`, isFailure: true };
}
