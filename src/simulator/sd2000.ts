/**
 * The workload SD-2000: the same 2,000 receipts for everybody who measures.
 * A fixed generator, a fixed catalogue of 500 goods, and receipts that follow from a seed alone.
 * What the definition leaves free is decided by the ordinal of a receipt and never by the generator, so that the
 * sequence of drawn numbers stays the defined one.
 */
import type { Kopecks, Thousandths } from '../domain/money.ts';
import type { SimulatedPosition } from './model.ts';

export const SD2000_RECEIPTS = 2000;
/** Seed of the first day; run n uses this + n. */
export const SD2000_SEED = 20_260_101;
const GOODS = 500;

export type Dice = {
  /** The next number of the generator, 0 … 2^32−1. */
  u32(): number;
  /** 0 ≤ f < 1. */
  f(): number;
  /** A whole number 0 ≤ i < n. */
  i(n: number): number;
};

/** The generator mulberry32 started from a seed. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function u32(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  function f(): number {
    return u32() / 4_294_967_296;
  }
  return { u32, f, i: (n) => Math.floor(f() * n) };
}

export type Good = {
  itemCode: string;
  barcode: string;
  name: string;
  departmentCode: number;
  price: Kopecks;
  /** VAT in per cent, included in the price. */
  taxRate: number;
};

const KINDS = ['Молоко', 'Хлеб', 'Крупа', 'Сыр', 'Вода', 'Чай', 'Печенье', 'Яблоки', 'Мыло', 'Бумага'];

/** The 500 goods of the catalogue in their order. */
export function createCatalogue(): Good[] {
  const dice = createDice(1);
  return Array.from({ length: GOODS }, (_, index) => {
    const price = 50 + dice.i(4951);
    const taxRate = dice.f() < 0.7 ? 20 : 10;
    const departmentCode = index % KINDS.length;
    const name = `${KINDS[departmentCode]} № ${index + 1}`;
    return { itemCode: String(100_001 + index), barcode: barcodeOf(index + 1), name, departmentCode, price, taxRate };
  });
}

/** The catalogue, made once: it never changes. */
export const CATALOGUE: readonly Good[] = createCatalogue();

/** A valid EAN-13 with the prefix of the country. */
function barcodeOf(number: number): string {
  const body = `46000000${String(number).padStart(4, '0')}`;
  let sum = 0;
  for (let k = 0; k < body.length; k++) sum += Number(body[k]) * (k % 2 === 0 ? 1 : 3);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Positions of the next receipt of a seed: 1 … 11 lines. */
export function drawPositions(dice: Dice): SimulatedPosition[] {
  const lines = 1 + dice.i(11);
  return Array.from({ length: lines }, (_, index) => {
    const good = CATALOGUE[dice.i(GOODS)] as Good;
    const quantity = drawQuantity(dice);
    const discountPercent = drawDiscount(dice.f());
    return positionOf(good, { positionNumber: index + 1, opCode: 50, quantity, discountPercent });
  });
}

function drawQuantity(dice: Dice): Thousandths {
  const x = dice.f();
  if (x < 0.8) return 1000;
  if (x < 0.95) return 2000;
  return 100 + dice.i(2400);
}

function drawDiscount(y: number): number {
  if (y < 0.05) return 5;
  return y < 0.1 ? 10 : 0;
}

/** A position with its sums, each rounded half up to the kopeck. */
export function positionOf(
  good: Good,
  line: { positionNumber: number; opCode: number; quantity: Thousandths; discountPercent: number },
): SimulatedPosition {
  const { taxRate, ...what } = good;
  const baseSum = divideHalfUp(good.price * line.quantity, 1000);
  const discount = divideHalfUp(baseSum * line.discountPercent, 100);
  const sum = baseSum - discount;
  return { ...what, ...line, baseSum, discount, sum, taxRate, taxSum: divideHalfUp(sum * taxRate, 100 + taxRate) };
}

/** a / b rounded half up, for whole numbers a ≥ 0 and b > 0. */
export function divideHalfUp(a: number, b: number): number {
  return Math.floor((2 * a + b) / (2 * b));
}

/** One receipt in forty is a return (ordinals count from 0). */
export function isRefundOrdinal(ordinal: number): boolean {
  return ordinal % 40 === 20;
}

/** Ordinal of the sale that a return gives back; never itself a return. */
export function refundedOrdinal(ordinal: number): number {
  return ordinal - 11 - (Math.floor(ordinal / 40) % 7);
}

/** Every tenth receipt pays partly by card. */
export function paysPartlyByCard(ordinal: number): boolean {
  return ordinal % 10 === 9;
}

/** Every fifth receipt is paid with a larger note, so that change is given. */
export function tendersNote(ordinal: number): boolean {
  return ordinal % 5 === 2;
}

/** Seed of a register's day in a fleet. */
export function fleetSeed(day: number, register: number): number {
  return SD2000_SEED + day * 1000 + register;
}
