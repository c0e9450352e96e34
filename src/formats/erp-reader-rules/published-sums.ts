/** The sums of a published file, added up from its text alone (sales-file §12 "Sums"). */
import { addKopecks, type Kopecks, parseKopecks } from '../../domain/money.ts';
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';

/** Lines that take away from what was paid (data-model §9.3). */
const CHANGE = new Set(['72', '76', '101']);

/** Kopecks; null = an amount in it cannot be read, or the sum is beyond all amounts. */
type Total = Kopecks | null;

export class PublishedSums {
  documents: Total = 0;
  positions: Total = 0;
  payments: Total = 0;

  add(document: ErpObject): void {
    const goods = listSum(document.get('inventPositions'), 'posSum');
    this.positions = plus(this.positions, goods);
    this.payments = plus(this.payments, listSum(document.get('moneyPositions'), 'sumB', isChange));
    const sum = document.get('docSum');
    this.documents = plus(this.documents, sum === undefined ? goods : amountOf(sum));
  }
}

function listSum(list: ErpValue | undefined, name: string, isNegative = (_item: ErpObject) => false): Total {
  if (!Array.isArray(list)) return 0;
  return list.reduce<Total>((sum, item) => {
    const amount = isObject(item) ? amountOf(item.get(name)) : null;
    return plus(sum, amount !== null && isObject(item) && isNegative(item) ? -amount : amount);
  }, 0);
}

function isChange(payment: ErpObject): boolean {
  const opCode = payment.get('opCode');
  return opCode instanceof ErpNumber && CHANGE.has(opCode.source);
}

function amountOf(value: ErpValue | undefined): Total {
  const read = value instanceof ErpNumber ? parseKopecks(value.source) : null;
  return read?.ok ? read.value : null;
}

function plus(a: Total, b: Total): Total {
  if (a === null || b === null || !Number.isSafeInteger(a + b)) return null;
  return addKopecks(a, b);
}
