import type { ReactNode } from 'react';

/** The frame of every step of a log-in. */
export function LoginBox({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="login-box">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
