import type { ReactNode } from 'react';
import './status-mark.css';

/** Shape and colour of a state; the word always stands beside it or in its name. */
export type Mark = 'order' | 'progress' | 'queued' | 'not-exported' | 'late' | 'broken' | 'unknown' | 'off';

const shapes: Record<Mark, ReactNode> = {
  order: <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  progress: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 8V2a6 6 0 0 1 6 6z" fill="currentColor" />
    </>
  ),
  queued: <path d="M2 8h.01M8 8h.01M14 8h.01" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />,
  'not-exported': <path d="M2.5 14h11M8 11V2.5M4.5 6 8 2.5 11.5 6" fill="none" stroke="currentColor" strokeWidth="2" />,
  late: <path d="M8 2 15 14H1z" fill="currentColor" />,
  broken: (
    <>
      <path d="M8 .5 15.5 8 8 15.5.5 8z" fill="currentColor" />
      <path d="M8 4.2v4.6M8 10.6v1.6" stroke="var(--mark-sign)" strokeWidth="1.8" />
    </>
  ),
  unknown: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  off: <path d="M5.5 3v10M10.5 3v10" stroke="currentColor" strokeWidth="2.5" />,
};

type StatusMarkProps = {
  mark: Mark;
  word: string;
  /** The end of the word that is only read out, where there is no room. */
  rest?: string | undefined;
  /** Leaves the whole word to readers and the tooltip. */
  quiet?: boolean;
};

/** A state as shape + colour + word. */
export function StatusMark({ mark, word, rest, quiet = false }: StatusMarkProps) {
  return (
    <span className={`status-mark status-${mark}`} title={quiet ? word : undefined}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {shapes[mark]}
      </svg>
      <span className={quiet ? 'unseen' : undefined}>
        {word}
        {rest !== undefined && <span className="unseen">{rest}</span>}
      </span>
    </span>
  );
}
