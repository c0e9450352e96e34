/** S7 «Пропуски»: which receipt numbers are missing, why, what is done; asking once more; what is odd about the register. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GapList, TransferList } from '../../contracts/web-api.ts';
import { toLocal } from '../../src/domain/local-time.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openKnownRegister } from '../support/listening-register.ts';
import { until } from '../support/until.ts';
import { openGapBehindStore } from '../upper-server/gap-behind-store.ts';
import { findings } from './axe.ts';
import { BY_ITSELF, openStage, withBrowser } from './stage.ts';

const env = {
  SMENA_REARM_FIRST_PAUSE_MS: '500 ms',
  SMENA_REARM_LONGEST_PAUSE_MS: '168 h',
  SMENA_REARM_SILENT_AFTER_MS: '24 h',
};
const RECEIPTS = { receipt: true, shift: true };

test(
  'C5 AC19: a missing receipt is a row with its cause, is asked for by itself and once more by a person, and is filled without reload',
  withBrowser,
  async (t) => {
    await using stage = await openStage({ env, mapCards: false });
    const { api, server } = stage;
    const clock = () => toLocal(systemClock.now(), 'Europe/Moscow');
    const known = { shopCode: '5', registerCode: '7', protocolVersion: 4, sendOn: RECEIPTS, clock } as const;
    const { register } = await openKnownRegister(t, server, api, known);
    await register.openShift();
    const sold = await register.sellMany(5);
    const lost = sold[2]?.receiptNumber ?? 0;
    register.faults.loseReceipts = { from: lost, to: lost };
    register.faults.clockAheadSeconds = 0;
    await until('the register says that it has none', async () => {
      await register.work();
      const { gaps } = await api.get<GapList>('/gaps?state=absent');
      return gaps.length === 1;
    });

    const page = await stage.open('/shops/5/registers/7/reconciliation');
    await page.getByRole('link', { name: /^Пропуски/ }).click();
    const table = page.getByRole('table', { name: 'Пропуски номеров чеков' });
    const row = table.getByRole('row').nth(1);
    await row.getByText('у кассы нет', { exact: true }).waitFor();
    const text = (await row.textContent()) ?? '';
    assert.ok(text.includes(`${lost} (1`), text);
    assert.match(text, /касса ответила, что таких чеков у неё нет/);
    assert.match(text, /T-\d+/);

    assert.deepEqual(await findings(page), []);
    // The keyboard alone: the button has the focus and says which gap it asks for.
    const button = row.getByRole('button', { name: /Запросить ещё раз: пропуск G-\d+/ });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/Пропуск G-\d+ запрошен у кассы/).waitFor();
    const asked = (await api.get<TransferList>('/transfers?cause=person&shop=5&register=7')).transfers;
    assert.deepEqual(
      asked.map(({ registerCode }) => registerCode),
      ['7'],
    );
    register.faults.loseReceipts = null;
    await until('the register sends it', async () => {
      await register.work();
      return (await api.get<GapList>('/gaps?state=filled')).gaps.length === 1;
    });
    await row.getByText('закрыт', { exact: true }).waitFor();
    assert.equal(await row.getByRole('button').count(), 0);
    const english = await stage.open('/shops/5/registers/7/reconciliation?state=gaps', {
      language: 'en',
      theme: 'dark',
    });
    await english
      .getByRole('table', { name: 'Gaps in receipt numbers' })
      .getByText('closed', { exact: true })
      .waitFor();
    assert.deepEqual(await findings(english), []);
  },
);

test(
  'a register without gaps says so, and one whose clock is off says that nothing is lost',
  withBrowser,
  async (t) => {
    await using stage = await openStage({ env, mapCards: false });
    const { api, server } = stage;
    const clock = () => toLocal(systemClock.now(), 'Europe/Moscow');
    const known = { shopCode: '5', registerCode: '7', protocolVersion: 4, sendOn: RECEIPTS, clock } as const;
    const { register } = await openKnownRegister(t, server, api, known);
    register.faults.clockAheadSeconds = 7_320;
    await register.openShift();
    await register.sellMany(1);
    await register.work();
    const page = await stage.open('/shops/5/registers/7/reconciliation?state=gaps');
    await page.getByText('Пропусков номеров нет.').waitFor();
    await page.getByText(/Часы кассы спешат на 2 ч [0-9]+ мин или неверен часовой пояс магазина/).waitFor();
    assert.deepEqual(await findings(page), []);
  },
);

test(
  'C5 M17: a register behind the server of its store is asked at the centre: the button is there, and the gap closes without reload',
  withBrowser,
  async (t) => {
    await using stage = await openStage({ load: false });
    await using behind = await openGapBehindStore(t, stage.server);
    const { register } = behind;
    const page = await stage.open('/shops/12/registers/3/reconciliation?state=gaps');
    const row = page.getByRole('table', { name: 'Пропуски номеров чеков' }).getByRole('row').nth(1);
    register.faults.loseReceipts = null;
    await row.getByRole('button', { name: /Запросить ещё раз: пропуск G-\d+/ }).click();
    await page.getByText(/Пропуск G-\d+ запрошен у кассы/).waitFor();
    await until('the request has come down to the register', async () => {
      await register.work();
      return (await stage.api.get<GapList>('/gaps?state=filled')).gaps.length === 1;
    });
    await row.getByText('закрыт', { exact: true }).waitFor(BY_ITSELF);
  },
);
