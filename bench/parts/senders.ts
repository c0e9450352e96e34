/** Registers as a measurement needs them: as fast as the server lets them. */
import type { SalesClient, WirePackage } from '../../src/simulator/sales-client.ts';
import { createSalesClient } from '../../src/simulator/sales-client.ts';

/** One stream with all messages; resolves at the server's answer, after which every package must be on its disk. */
export async function sendStream(client: SalesClient, messages: readonly WirePackage[]): Promise<void> {
  const stream = client.openLoad();
  for (const one of messages) await stream.send(one);
  const answer = await stream.finish();
  if (!answer.success || answer.requestId.length !== messages.length)
    throw new Error(`${answer.requestId.length} of ${messages.length} packages were taken: ${answer.description}`);
}

/** One call a message, one after another; answers how long each took to be acknowledged, in ms. */
export async function sendOneByOne(client: SalesClient, messages: readonly WirePackage[]): Promise<number[]> {
  const times: number[] = [];
  for (const one of messages) {
    const begun = performance.now();
    await sendStream(client, [one]);
    times.push(performance.now() - begun);
  }
  return times;
}

/** A whole session a message, as a register does at each receipt: a new channel, the handshake, one message. */
export async function sendBySessions(address: string, messages: readonly WirePackage[]): Promise<number[]> {
  const times: number[] = [];
  for (const one of messages) {
    const begun = performance.now();
    const client = createSalesClient({ address });
    try {
      const welcome = await client.handshake(one.cashId);
      if (!welcome.connectionAccepted) throw new Error(welcome.description);
      await sendStream(client, [one]);
    } finally {
      client.close();
    }
    times.push(performance.now() - begun);
  }
  return times;
}
