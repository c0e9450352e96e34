// How a cash register of protocol 3 hands its sales to the server by Thrift. This service is Smena's own: it means the same
// as register-sales.proto, in the words that registers use there.
//
// The server listens for framed and unframed connections, binary and compact; it finds out from the first bytes. One
// call is one package. The calls of a connection are answered in order, and the next is not read before the last is on disk.

namespace py register_sales

// Which part of the sales a package holds.
enum TypeOfSales {
  // dateTimeBegin to dateTimeEnd.
  BY_INTERVAL = 0
  // shiftNumberBegin to shiftNumberEnd.
  BY_SHIFT = 1
  // Neither interval nor shifts are known.
  BY_CHECK = 2
}

struct SalesPackage {
  // Package id, the id of the register's task (uuid).
  1: string id
  // Register id as issued by the server (not the register's number).
  2: string cashId
  // Shop id as issued by the server (not the shop's number).
  3: string shopId
  4: TypeOfSales typeOfSales
  // Local time of the shop, for BY_INTERVAL.
  5: string dateTimeBegin
  6: string dateTimeEnd
  // Numbers of shifts as text, for BY_SHIFT.
  7: string shiftNumberBegin
  8: string shiftNumberEnd
  // Id of the transfer record on the server; not set when there is none.
  9: string cashUnloadState
  // ZIP with one JSON sales file.
  10: binary saleFile
}

struct HandshakeResponse {
  // True: go on with load. False: keep the sales, the description says why.
  1: bool connectionAccepted
  // Versions of this exchange the server can speak. A register needs 1 among them.
  2: list<i32> compabilityVersions
  // For people, Russian and English; empty when all is well.
  3: string description
}

struct SalesResponse {
  // True: the package is on the server's disk and the register may forget it. A repeat is answered so too.
  1: bool stored
  // The id of the package that is answered.
  2: string packageId
  // For people, Russian and English; empty when all is well.
  3: string description
}

service RegisterSales {
  // The first call of a session: may this register send? A register without a certificate that was issued a token says it here;
  // it holds for the packages of the same connection.
  HandshakeResponse handshake(1: string cashId, 2: string token)

  // Delivery of one package.
  SalesResponse load(1: SalesPackage sales)
}
