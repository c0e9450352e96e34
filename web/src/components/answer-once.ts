import { useRef } from 'react';

/** Lets the first answer to a question through and no other: a second click, or Esc after a click, must not answer again. */
export function useAnswerOnce(): (answer: () => void) => void {
  const answered = useRef(false);
  return (answer) => {
    if (answered.current) return;
    answered.current = true;
    answer();
  };
}
