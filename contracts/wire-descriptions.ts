/**
 * Which number and type each field has on the wire, as data. The real numbers of a register are not known to us (registers
 * §14), so a description can be replaced while the server runs. `shipped` says the same as the .proto and .thrift files here.
 */

/** `grpc`: sales of protocol 4. `thrift`: sales of protocol 3. `commands`: what the server says to registers. */
export const descriptionKinds = ['grpc', 'thrift', 'commands'] as const;
export type DescriptionKind = (typeof descriptionKinds)[number];

/** `type` is the word of .proto (`string`, `bytes`, `int32`, `enum` …) or of .thrift (`string`, `binary`, `i32`, `struct` …). */
export type WireField = { readonly number: number; readonly type: string };
export type WireMessage = Readonly<Record<string, WireField>>;

/** Messages by our name for them; the arguments of a Thrift method are the message of its name. A field that is not there has no number. */
export type WireDescription = {
  readonly messages: Readonly<Record<string, WireMessage>>;
  /** Numbers of TypeOfSales; commands have none. */
  readonly typeOfSales: Readonly<Record<string, number>>;
};

/** What we can do with a field: `types` that fit (null = it is not used), and whether nothing works without it. */
export type FieldRule = {
  readonly types: readonly string[] | null;
  readonly needed: boolean;
  readonly repeated: boolean;
};

const protoIntegers = ['int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64'];
const thriftIntegers = ['i16', 'i32', 'i64'];

const rule = (types: readonly string[] | null, needed = false, repeated = false): FieldRule => ({
  types,
  needed,
  repeated,
});
const proto = {
  /** Ids and times are kept as text whatever they are. */
  text: ['string', ...protoIntegers],
  said: ['string'],
  flag: ['bool'],
  choice: ['enum', ...protoIntegers],
  file: ['bytes'],
};
const thrift = {
  text: ['string', ...thriftIntegers],
  said: ['string'],
  flag: ['bool'],
  choice: ['enum', ...thriftIntegers],
};

function packageRules(text: readonly string[], choice: readonly string[], file: readonly string[]) {
  return {
    id: rule(text, true),
    cashId: rule(text, true),
    shopId: rule(text),
    typeOfSales: rule(choice),
    dateTimeBegin: rule(text),
    dateTimeEnd: rule(text),
    shiftNumberBegin: rule(text),
    shiftNumberEnd: rule(text),
    cashUnloadState: rule(text),
    saleFile: rule(file, true),
  };
}

const SETTING_NAMES = {
  cashId: 'string',
  shopId: 'string',
  cashCode: 'string',
  shopCode: 'string',
  qpidHostCS: 'string',
  qpidPortCS: 'i32',
  httpHostCS: 'string',
  httpPortCS: 'i32',
  dictUrlHostCS: 'string',
  dictUrlPortCS: 'i32',
  clusterId: 'string',
  grpcHostCS: 'string',
  grpcPortCS: 'i32',
  protocolVersion: 'string',
  unloadSalesRequestThroughCS: 'bool',
} as const;

type Rules = Readonly<Record<string, Readonly<Record<string, FieldRule>>>>;

/** What must be known of each message, in the order in which people read it. */
export const descriptionRules: Readonly<Record<DescriptionKind, Rules>> = {
  grpc: {
    Handshake: { cashId: rule(proto.text, true) },
    HandshakeResponse: {
      connectionAccepted: rule(proto.flag, true),
      compabilityVersions: rule(protoIntegers, true, true),
      description: rule(proto.said),
      errorCode: rule(null),
    },
    SalesPackage: packageRules(proto.text, proto.choice, proto.file),
    SalesResponse: {
      success: rule(proto.flag, true),
      requestId: rule(proto.said, true, true),
      description: rule(proto.said),
      errorCode: rule(null),
    },
  },
  thrift: {
    handshake: { cashId: rule(thrift.text, true), token: rule(thrift.said) },
    load: { sales: rule(['struct'], true) },
    SalesPackage: packageRules(thrift.text, thrift.choice, ['binary', 'string']),
    HandshakeResponse: {
      connectionAccepted: rule(thrift.flag, true),
      compabilityVersions: rule(thriftIntegers, true, true),
      description: rule(thrift.said),
    },
    SalesResponse: { stored: rule(thrift.flag, true), packageId: rule(thrift.said), description: rule(thrift.said) },
  },
  commands: {
    load: { loadScript: rule(thrift.said), configInfo: rule(['struct'], true) },
    unload: {
      unloadScript: rule(thrift.said),
      fromDate: rule(thrift.said, true),
      toDate: rule(thrift.said, true),
      shopId: rule(thrift.text),
      cashCode: rule(thrift.text),
      configInfo: rule(['struct'], true),
    },
    SyncConfigInfo: Object.fromEntries(
      Object.entries(SETTING_NAMES).map(([name, type]) => {
        return [name, rule(type === 'bool' ? thrift.flag : thrift.text, name === 'protocolVersion')];
      }),
    ),
  },
};

/** Fields numbered from 1 in the order written. */
function numbered(fields: Readonly<Record<string, string>>): WireMessage {
  return Object.fromEntries(Object.entries(fields).map(([name, type], index) => [name, { number: index + 1, type }]));
}

const PACKAGE_TEXTS = {
  id: 'string',
  cashId: 'string',
  shopId: 'string',
  typeOfSales: 'enum',
  dateTimeBegin: 'string',
  dateTimeEnd: 'string',
  shiftNumberBegin: 'string',
  shiftNumberEnd: 'string',
  cashUnloadState: 'string',
};
const TYPES_OF_SALES = { BY_INTERVAL: 0, BY_SHIFT: 1, BY_CHECK: 2 };

/** The descriptions that come with the server. */
export const shipped: Readonly<Record<DescriptionKind, WireDescription>> = {
  grpc: {
    messages: {
      Handshake: numbered({ cashId: 'string' }),
      HandshakeResponse: numbered({
        connectionAccepted: 'bool',
        compabilityVersions: 'int32',
        description: 'string',
        errorCode: 'string',
      }),
      SalesPackage: numbered({ ...PACKAGE_TEXTS, saleFile: 'bytes' }),
      SalesResponse: numbered({ success: 'bool', requestId: 'string', description: 'string', errorCode: 'string' }),
    },
    typeOfSales: TYPES_OF_SALES,
  },
  thrift: {
    messages: {
      handshake: numbered({ cashId: 'string', token: 'string' }),
      load: numbered({ sales: 'struct' }),
      SalesPackage: numbered({ ...PACKAGE_TEXTS, saleFile: 'binary' }),
      HandshakeResponse: numbered({ connectionAccepted: 'bool', compabilityVersions: 'i32', description: 'string' }),
      SalesResponse: numbered({ stored: 'bool', packageId: 'string', description: 'string' }),
    },
    typeOfSales: TYPES_OF_SALES,
  },
  commands: {
    messages: {
      load: numbered({ loadScript: 'string', configInfo: 'struct' }),
      unload: numbered({
        unloadScript: 'string',
        fromDate: 'string',
        toDate: 'string',
        shopId: 'string',
        cashCode: 'string',
        configInfo: 'struct',
      }),
      SyncConfigInfo: numbered(SETTING_NAMES),
    },
    typeOfSales: {},
  },
};

/** A field of a captured message as it stands on the wire. `raw` is the beginning of its value, for people. */
export type CapturedField = {
  /** Numbers from the outside in: `2`, or `1.10` inside field 1. */
  readonly path: string;
  /** Type on the wire: `varint`, `bytes`, `fixed32`, `fixed64`, or a Thrift type. */
  readonly type: string;
  /** Bytes of the value. */
  readonly length: number;
  readonly raw: string;
};
