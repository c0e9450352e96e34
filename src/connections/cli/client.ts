/**
 * What the commands ask for, in the shapes of the API contract. Two things answer: a running server over HTTP and an
 * opened data folder. Commands do not know which.
 */
import type {
  DocumentList,
  DocumentType,
  DocumentTypeList,
  ExportList,
  ExportListQuery,
  LoadFileResult,
  PackageList,
  PackageListQuery,
  PaymentType,
  PaymentTypeList,
  RegisterList,
  ServerStatus,
  SetDocumentClass,
  SetPaymentClass,
  ShiftDetail,
  ShiftList,
  ShiftListQuery,
  ShopList,
} from '../../../contracts/web-api.ts';

/** A refusal has a stable code and says in both languages what to do next. */
export type Refusal = { ok: false; code: string; message: { ru: string; en: string } };
export type Answer<T> = { ok: true; value: T } | Refusal;

/** A shift by the codes that people use; `key` is number@date. */
export type ShiftAddress = { shopCode: string; registerCode: string; key: string };

/** The shop that a file is for. */
export type FileShop = { shopCode: string; createShop: boolean };

export type SmenaClient = {
  status(): Promise<Answer<ServerStatus>>;
  shops(): Promise<Answer<ShopList>>;
  registers(shopCode: string): Promise<Answer<RegisterList>>;
  shifts(shopCode: string, registerCode: string, query: ShiftListQuery): Promise<Answer<ShiftList>>;
  shift(address: ShiftAddress): Promise<Answer<ShiftDetail>>;
  documents(address: ShiftAddress): Promise<Answer<DocumentList>>;
  packages(query: PackageListQuery): Promise<Answer<PackageList>>;
  exports(query: ExportListQuery): Promise<Answer<ExportList>>;
  paymentTypes(): Promise<Answer<PaymentTypeList>>;
  setPaymentClass(wanted: SetPaymentClass): Promise<Answer<PaymentType>>;
  documentTypes(): Promise<Answer<DocumentTypeList>>;
  setDocumentClass(wanted: SetDocumentClass): Promise<Answer<DocumentType>>;
  /**
   * Loads one sales file or package of a shop and answers when its fate is known. A server makes a new shop only with
   * `createShop`; in a data folder the person vouches for it.
   */
  loadFile(shop: FileShop, fileName: string, bytes: Uint8Array): Promise<Answer<LoadFileResult>>;
  /** Publishes the export files that are due; a server does so by itself. True when they are published on return. */
  publish(): Promise<boolean>;
  close(): Promise<void>;
};
