import { ChangeForm } from './change-form.tsx';
import { ConfirmChange } from './confirm-change.tsx';
import type { SettingChanging } from './use-setting-change.ts';

/** The two windows of a change: what to set, then the question of what it does. */
export function ChangeDialogs({ change }: { change: SettingChanging }) {
  const { step } = change;
  if (step.kind === 'form')
    return (
      <ChangeForm row={step.row} onNext={(wanted) => change.ask(step.row, wanted)} onCancel={() => change.close()} />
    );
  if (step.kind === 'question')
    return (
      <ConfirmChange
        row={step.row}
        preview={step.preview}
        onChange={(includeUnknown) => change.confirm(step.row, { ...step.wanted, includeUnknown })}
        onKeep={() => change.keep(step.row, step.preview)}
      />
    );
  return null;
}
