/** Reads the page of what is demanded, and the titles of tests. */

export type AcceptanceLine = { number: string; tests: { file: string; title: string }[] };

/** The rows of the tables: `| M1 | demanded | `file` «title»; … |`. */
export function linesOf(page: string): AcceptanceLine[] {
  return [...page.matchAll(/^\| ((?:M|AC|P|S)\d+(?:\.\d+)?) \|[^|]*\|([^|\n]*)\|$/gm)].map(
    ([, number = '', shown = '']) => ({
      number,
      tests: [...shown.matchAll(/`([\w./-]+\.test\.ts)` «([^»]+)»/g)].map(([, file = '', title = '']) => ({
        file,
        title,
      })),
    }),
  );
}

const CALL = /^[ \t]*(?:for \([^\n]*\)\n?[ \t]*)?(describe|test|it)\(\s*(['"`])((?:\\.|(?!\2)[\s\S])*)\2/gm;

/** The titles of the tests of a file as written, each with the titles of the groups before it. */
export function titlesOf(source: string): { title: string; within: string }[] {
  const titles: { title: string; within: string }[] = [];
  const groups: string[] = [];
  for (const [, kind, , written = ''] of source.matchAll(CALL)) {
    const title = written.replaceAll(/\\(.)/g, '$1');
    if (kind === 'describe') groups.push(title);
    else titles.push({ title, within: groups.join(' ') });
  }
  return titles;
}
