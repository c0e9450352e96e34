import { column } from './model.ts';

/** The columns of M20, in its order, with the total of the revenue; «прочие» are ours. */
export const shownColumns = [
  column('receipts', 'count', 'receiptCount'),
  column('saleCash', 'money', 'saleCash', 'sales'),
  column('saleNoncash', 'money', 'saleNoncash', 'sales'),
  column('saleOther', 'money', 'saleOther', 'sales'),
  column('revenue', 'money', 'revenue', 'revenue'),
  column('revenueCash', 'money', 'revenueCash', 'revenue'),
  column('revenueNoncash', 'money', 'revenueNoncash', 'revenue'),
  column('revenueOther', 'money', 'revenueRest', 'revenue'),
  column('drawerSum', 'money', 'drawerSum'),
  column('refundCash', 'money', 'refundCash', 'refunds'),
  column('refundNoncash', 'money', 'refundNoncash', 'refunds'),
];
