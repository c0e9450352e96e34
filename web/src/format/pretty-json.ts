/**
 * Lays JSON text out on lines without touching its values: `2.000` stays `2.000`, a repeated key stays repeated.
 * The text is walked as characters; it is never parsed into numbers. Text that is not JSON comes back as far as it makes sense.
 */
export function prettyJson(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let at = 0;
  const newLine = () => out.push('\n', '  '.repeat(Math.max(depth, 0)));
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') {
      const end = endOfString(text, at);
      out.push(text.slice(at, end));
      at = end;
      continue;
    }
    at += 1;
    if (/\s/.test(char)) continue;
    if (char === '{' || char === '[') {
      const close = char === '{' ? '}' : ']';
      const next = firstNotBlank(text, at);
      if (text[next] === close) {
        out.push(char, close);
        at = next + 1;
      } else {
        out.push(char);
        depth += 1;
        newLine();
      }
    } else if (char === '}' || char === ']') {
      depth -= 1;
      newLine();
      out.push(char);
    } else if (char === ',') {
      out.push(char);
      newLine();
    } else if (char === ':') out.push(': ');
    else out.push(char);
  }
  return out.join('');
}

/** Place after the closing quote of the string that starts at `start`; the end of the text when it is not closed. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function firstNotBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}
