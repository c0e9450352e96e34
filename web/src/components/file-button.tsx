import { Button } from '@mantine/core';
import { type ChangeEvent, useRef } from 'react';

type FileButtonProps = {
  /** Word on the button. */
  text: string;
  /** What the file is, for readers. */
  label: string;
  /** Kinds of files that are offered first. */
  accept?: string;
  disabled: boolean;
  onChoose: (file: File) => void;
};

/** A button that asks for a file, in the language of the screen and not in that of the browser. */
export function FileButton({ text, label, accept, disabled, onChoose }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    // The same name may be chosen again after the file was mended.
    event.currentTarget.value = '';
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <>
      <Button size="sm" variant="default" disabled={disabled} onClick={() => field.current?.click()}>
        {text}
      </Button>
      <input
        ref={field}
        type="file"
        className="unseen"
        tabIndex={-1}
        accept={accept}
        aria-label={label}
        onChange={choose}
      />
    </>
  );
}
