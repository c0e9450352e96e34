import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react';

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** An address of `routes/addresses.ts`. */
  href: string;
  ref?: Ref<HTMLAnchorElement>;
  children: ReactNode;
};

/** A real link: middle click, copying and new tabs work; a plain click changes the page without loading it anew. */
export function Link({ href, onClick, children, ...rest }: LinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}

/** Goes to an address from code: Enter on a row, a key. */
export function useGo(): (href: string, how?: 'push' | 'replace') => void {
  const { history } = useRouter();
  return (href, how = 'push') => (how === 'replace' ? history.replace(href) : history.push(href));
}
