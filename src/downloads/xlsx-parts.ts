/** The parts of an Excel file that do not depend on its rows, and how its values are written. */

/** Numbers of the formats in the part `styles.xml`. */
export const STYLES = {
  plain: 0,
  title: 1,
  heading: 2,
  money: 3,
  quantity: 4,
  count: 5,
  percent: 6,
  date: 7,
  time: 8,
  total: 9,
  moneyTotal: 10,
  quantityTotal: 11,
  countTotal: 12,
  percentTotal: 13,
  dateTotal: 9,
  timeTotal: 9,
  plainTotal: 9,
  wrapped: 14,
} as const;
export type StyleName = keyof typeof STYLES;

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(1899, 11, 30);

/** Days since the first day of Excel. */
export function dateSerial(date: string): number {
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - FIRST_DAY_MS) / DAY_MS);
}

/** Days and the part of a day, to the second. */
export function timeSerial(time: string): string {
  const [hours = '0', minutes = '0', seconds = '0'] = time.slice(11, 19).split(':');
  const part = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400;
  return (dateSerial(time) + part).toFixed(9);
}

/** `A`, `B` … `Z`, `AA`: the letters of a column, from 0. */
export function columnName(at: number): string {
  const before = Math.floor(at / 26);
  return `${before === 0 ? '' : columnName(before - 1)}${String.fromCharCode(65 + (at % 26))}`;
}

/** Text in XML; characters that XML cannot hold are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Everything but the sheets: path and text. */
export function staticParts(sheetNames: readonly string[], definitionsName: string): [string, string][] {
  const sheets = [
    ...sheetNames.map((name, index) => ({ name, file: `sheet${index + 1}.xml` })),
    { name: definitionsName, file: 'definitions.xml' },
  ];
  const overrides = sheets.map(
    ({ file }) => `<Override PartName="/xl/worksheets/${file}" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  );
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const relations = sheets.map(
    ({ file }, index) => `<Relationship Id="rId${index + 1}" Type="${RELATED}/worksheet" Target="worksheets/${file}"/>`,
  );
  const styles = `<Relationship Id="rId${sheets.length + 1}" Type="${RELATED}/styles" Target="styles.xml"/>`;
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATED}"><sheets>${listed.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}${styles}</Relationships>`,
    ],
    ['xl/styles.xml', stylesXml()],
  ];
}

/** In the order of `STYLES`; group separator and decimal sign are those of the reader's Excel. */
function stylesXml(): string {
  const formats = ['#,##0.00', '#,##0.###', '#,##0', '0.0', 'dd.mm.yyyy', 'dd.mm.yyyy hh:mm:ss'];
  const numbers = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const xf = (format: number, font = 0, rest = '') =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"${rest === '' ? '/>' : ` applyAlignment="1">${rest}</xf>`}`;
  const wrap = '<alignment vertical="top" wrapText="1"/>';
  const all = [
    xf(0),
    xf(0, 2),
    xf(0, 1, wrap),
    ...[164, 165, 166, 167, 168, 169].map((format) => xf(format)),
    xf(0, 1),
    ...[164, 165, 166, 167].map((format) => xf(format, 1)),
    xf(0, 0, wrap),
  ];
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${numbers.length}">${numbers.join('')}</numFmts><fonts count="3"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font><font><b/><sz val="14"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${all.length}">${all.join('')}</cellXfs></styleSheet>`;
}
