import type { ReactNode } from 'react';
import { type Mark, StatusMark } from './status-mark.tsx';
import './notice.css';

/** A sentence about the page that stays: what is odd here and what follows from it. */
export function Notice({
  mark,
  children,
  text,
}: {
  mark: Extract<Mark, 'late' | 'broken' | 'unknown' | 'not-exported' | 'progress' | 'order'>;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className={`notice notice-${mark}`}>
      <StatusMark mark={mark} word={text} />
      {children}
    </div>
  );
}
