/** The client of an opened data folder: the reports of the server, called without a server. */
import type {
  DocumentList,
  ExportList,
  ExportListQuery,
  LoadFileResult,
  PackageList,
  PackageListQuery,
  PaymentType,
  PaymentTypeList,
  RegisterList,
  ServerStatus,
  SetPaymentClass,
  ShiftDetail,
  ShiftList,
  ShiftListQuery,
  ShopList,
} from '../../../contracts/web-api.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { bothTexts } from './both-texts.ts';
import type { Answer, ShiftAddress, SmenaClient } from './client.ts';

/** What a report answers: the value, or a refusal with a code of the message catalogue. */
type Found<T> = { ok: true; value: T } | { ok: false; code: string; params: MessageParams };

/** What an opened data folder offers, in the shapes of the API. */
export type LocalSmena = {
  status: () => Promise<ServerStatus>;
  shops: () => Promise<ShopList>;
  registers: (shopCode: string) => Promise<Found<RegisterList>>;
  shifts: (shopCode: string, registerCode: string, query: ShiftListQuery) => Promise<Found<ShiftList>>;
  shift: (address: ShiftAddress) => Promise<Found<ShiftDetail>>;
  documents: (address: ShiftAddress) => Promise<Found<DocumentList>>;
  packages: (query: PackageListQuery) => Promise<Found<PackageList>>;
  exports: (query: ExportListQuery) => Promise<Found<ExportList>>;
  paymentTypes: () => Promise<PaymentTypeList>;
  setPaymentClass: (wanted: SetPaymentClass) => Promise<Found<PaymentType>>;
  loadFile: (shopCode: string, fileName: string, bytes: Uint8Array) => Promise<Found<LoadFileResult>>;
  /** Runs the export station until nothing is due. */
  exportPending: () => Promise<void>;
  close: () => Promise<void>;
};

export function createLocalClient(local: LocalSmena): SmenaClient {
  return {
    status: async () => always(await local.status()),
    shops: async () => always(await local.shops()),
    registers: async (shopCode) => answerOf(await local.registers(shopCode)),
    shifts: async (shopCode, registerCode, query) => answerOf(await local.shifts(shopCode, registerCode, query)),
    shift: async (address) => answerOf(await local.shift(address)),
    documents: async (address) => answerOf(await local.documents(address)),
    packages: async (query) => answerOf(await local.packages(query)),
    exports: async (query) => answerOf(await local.exports(query)),
    paymentTypes: async () => always(await local.paymentTypes()),
    setPaymentClass: async (wanted) => answerOf(await local.setPaymentClass(wanted)),
    loadFile: async (shopCode, fileName, bytes) => answerOf(await local.loadFile(shopCode, fileName, bytes)),
    async publish() {
      await local.exportPending();
      return true;
    },
    close: () => local.close(),
  };
}

function always<T>(value: T): Answer<T> {
  return { ok: true, value };
}

function answerOf<T>(found: Found<T>): Answer<T> {
  if (found.ok) return found;
  return { ok: false, code: found.code, message: bothTexts(found.code, found.params) };
}
