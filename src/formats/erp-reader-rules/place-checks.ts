/** Where a file may be published (sales-file §2, §3, §12 "Place"). That the folders exist is checked by who writes. */
import type { ErpProblem } from './read-as-erp.ts';

export type FilePlace = {
  /** Name of the exchange folder of the shop. */
  shopFolder: string;
  /** Name of the folder of the register in it. */
  registerFolder: string;
  registerCode: string;
  temporaryName: string;
  finalName: string;
};

/** The problems of a place; none = the reader will look there and nowhere too early. Names are last parts, not paths. */
export function checkPlace(place: FilePlace): ErpProblem[] {
  const problems: ErpProblem[] = [];
  const report = (text: string): void => void problems.push({ rule: '§2', text });
  if (!/^\d+$/.test(place.shopFolder)) report(`the shop folder ${place.shopFolder} is not all digits`);
  if (!/^(?:0|[1-9]\d*)$/.test(place.registerCode))
    report(`the register code ${place.registerCode} is padded or no number`);
  if (place.registerFolder !== `sale${place.registerCode}`)
    report(`the register folder is not sale${place.registerCode}`);
  if (!/^sale.*\.json$/.test(place.finalName)) report(`the name ${place.finalName} is not of the form sale*.json`);
  if (/\.json$/i.test(place.temporaryName)) report(`the temporary name ${place.temporaryName} ends in .json`);
  if ([place.finalName, place.temporaryName].some((name) => /[\\/]/.test(name))) report('a file name holds a path');
  return problems;
}
