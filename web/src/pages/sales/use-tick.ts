import { useEffect, useState } from 'react';
import { now } from '../../api/clock.ts';

/** The time now, told anew every so many ms, for ages and durations on the screen. */
export function useTick(everyMs: number): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = window.setInterval(() => setTime(now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  // A page that hears of news between two ticks must not show an age below zero.
  return Math.max(time, now());
}
