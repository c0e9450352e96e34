// What the server says to a cash register of protocol 3 or 4: "load dictionaries", "unload your sales".
//
// The register is the server of this service; it listens on TCP 7795 (buffered transport, binary protocol) and asks nobody
// who they are. The names of methods, parameters and fields are those a register uses. The numbers and types of the fields
// are Smena's own default: a register may use others.

namespace py register_commands

// Settings that travel with a command. The register leaves a setting alone when its field is not set, and compares and
// writes to its configuration file each one that is: set only what is meant to change.
struct SyncConfigInfo {
  // Ids as issued by the server.
  1: optional string cashId
  2: optional string shopId
  // Numbers that people use.
  3: optional string cashCode
  4: optional string shopCode
  // The broker of protocol 3; another address makes the register build its route anew.
  5: optional string qpidHostCS
  6: optional i32 qpidPortCS
  // The server's REST.
  7: optional string httpHostCS
  8: optional i32 httpPortCS
  // Where the register fetches dictionaries.
  9: optional string dictUrlHostCS
  10: optional i32 dictUrlPortCS
  11: optional string clusterId
  // The server's gRPC door of protocol 4.
  12: optional string grpcHostCS
  13: optional i32 grpcPortCS
  14: optional string protocolVersion
  // True: the register asks to be asked ("kick") instead of sending by itself.
  15: optional bool unloadSalesRequestThroughCS
}

service CashCommunicationService {
  // Load dictionaries. 30 = it is loading already. The number says nothing of success: the register reports that by REST.
  i32 load(1: string loadScript, 2: SyncConfigInfo configInfo)

  // Unload the sales of a period. Answers as soon as the task is queued on the register: 0 = queued, or queued already.
  // Dates are local times of the shop as text, which the register compares as text: YYYY-MM-DDTHH:MM:SS.0
  i32 unload(
    1: string unloadScript
    2: string fromDate
    3: string toDate
    // Shop id as issued by the server.
    4: string shopId
    // The register's id or its number: registers differ.
    5: string cashCode
    6: SyncConfigInfo configInfo
  )
}
