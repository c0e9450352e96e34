/**
 * The shape of the tree as data: who may import whom, which package is at home where, who writes which table.
 * ARCHITECTURE.md tells it to people; the test in tests/architecture holds the code to it. A new folder, table or
 * rule gets its line here.
 */

/**
 * The stations of the road, in the order in which sales travel. A station may use those before it. The event log comes
 * first because every station tells it what happened, in its own transaction.
 */
export const stations = [
  'event-log',
  'registers',
  'store-servers',
  'transfers',
  'intake',
  'ledger',
  'reconciliation',
  'exports',
  'forwarding',
  'archive',
] as const;

/**
 * Files that put the parts together: those directly in src/ and in src/wiring/, but not the configuration. Each may import everything
 * but what `onlyWiredBy` keeps for others; nothing below imports them.
 */
export function isWiring(path: string): boolean {
  return /^src\/(?:wiring\/)?[^/]+\.ts$/.test(path) && path !== 'src/config.ts';
}

/** Folders that only these files may use, besides the folder itself. */
export const onlyWiredBy: Record<string, string[]> = {
  'src/simulator': ['src/wiring/demo.ts'],
  // The commands that need the whole server are handed to the command line by these.
  'src/connections/cli': [
    'src/wiring/command-line.ts',
    'src/wiring/demo.ts',
    'src/wiring/local.ts',
    'src/wiring/local-access.ts',
    'src/wiring/run-backup.ts',
    'src/wiring/run-compact.ts',
    'src/wiring/local-archive.ts',
    'src/wiring/serve.ts',
  ],
  'src/config': ['src/config.ts'],
};

/** What every folder may import besides itself. `face:x` is the file x/x.ts of the station x, `faces` are all of them. */
export const mayImport: Record<string, string[]> = {
  'src/domain': [],
  'src/platform': [],
  'src/schema': ['src/domain'],
  'src/messages': ['src/domain'],
  contracts: ['src/domain', 'src/messages'],
  'src/config.ts': ['src/config', 'src/domain', 'src/platform', 'src/messages'],
  'src/config': ['src/domain', 'src/platform', 'src/messages'],
  // What others see is read and checked there too: descriptions of the wire.
  'src/formats': ['src/domain', 'src/messages', 'contracts'],
  // Screens are answered in the shapes of the API contract.
  'src/reports': ['src/domain', 'src/platform', 'src/schema', 'src/messages', 'contracts'],
  // Files of reports for people.
  'src/downloads': ['src/domain', 'src/platform', 'src/messages', 'contracts', 'src/reports'],
  'src/descriptions': ['src/domain', 'src/platform', 'src/formats', 'src/messages', 'contracts'],
  // The audit trail; every station that changes something for somebody adds an entry in its own transaction.
  'src/audit': ['src/domain', 'src/platform', 'src/schema'],
  // Copies of the whole server and their return; it knows nothing of sales.
  'src/backup': ['src/platform'],
  // The built-in authority of the lines of registers.
  'src/certificates': ['src/domain', 'src/platform'],
  // People, sessions and keys.
  'src/access': ['src/domain', 'src/platform', 'src/schema', 'src/messages', 'src/audit', 'contracts'],
  'src/schedule': ['src/domain', 'src/platform', 'src/schema', 'src/messages', 'src/audit', 'faces'],
  'src/connections/register-grpc': connection('registers', 'store-servers', 'transfers', 'intake'),
  'src/connections/register-thrift': connection('registers', 'transfers', 'intake'),
  'src/connections/register-queue': connection('registers', 'transfers', 'intake'),
  'src/connections/register-http': connection('registers', 'transfers', 'intake'),
  'src/connections/upstream-grpc': connection('forwarding'),
  'src/connections/erp-folder': connection('transfers', 'exports'),
  'src/connections/erp-push': connection('exports'),
  'src/connections/identity-provider': ['src/platform', 'src/access'],
  'src/connections/web-api': [
    ...connection(...stations),
    'src/access',
    'src/reports',
    'src/downloads',
    'src/schedule',
    'src/descriptions',
    'src/audit',
  ],
  'src/connections/cli': [
    ...connection(...stations),
    'src/access',
    'src/reports',
    'src/downloads',
    'src/schedule',
    'src/certificates',
    'src/audit',
    'src/config.ts',
  ],
  'src/simulator': ['src/domain', 'src/platform', 'src/formats', 'src/messages', 'contracts'],
  web: ['contracts', 'src/messages', 'src/domain'],
};
for (const [index, station] of stations.entries()) {
  const before = stations.slice(0, index).map((name) => `face:${name}`);
  mayImport[`src/pipeline/${station}`] = [
    'src/domain',
    'src/platform',
    'src/schema',
    'src/formats',
    'src/messages',
    'src/audit',
    ...before,
  ];
}

function connection(...served: string[]): string[] {
  const faces = served.map((station) => `face:${station}`);
  return ['src/domain', 'src/platform', 'src/messages', 'contracts', ...faces];
}

/** Who may use generated wire code: the connection that speaks the protocol, and the simulator that answers it. */
export const wireUsers = [
  'src/connections/register-grpc',
  'src/connections/register-thrift',
  'src/connections/upstream-grpc',
  'src/simulator',
];

/** Packages with a home. A package that is not listed may be used anywhere but in the pure folders. */
export const packageHomes: Record<string, string[]> = {
  pg: ['src/platform/database'],
  'pg-copy-streams': ['src/platform/database'],
  // The lock of the data folder is a lock of SQLite; the names of packed packages must not need the database.
  'node:sqlite': ['src/platform/database', 'src/platform/folder-lock.ts', 'src/platform/key-store.ts'],
  '@grpc/': ['src/connections', 'src/simulator', 'contracts'],
  'grpc-health-check': ['src/connections'],
  '@bufbuild/protobuf': ['contracts'],
  protobufjs: ['src/formats'],
  'tar-stream': ['src/pipeline/archive'],
  thrift: ['src/connections', 'src/simulator', 'contracts'],
  '@peculiar/': ['src/certificates'],
  '@node-rs/argon2': ['src/access'],
  otpauth: ['src/access'],
  'openid-client': ['src/connections/identity-provider'],
  'reflect-metadata': ['src/certificates'],
  rhea: ['src/connections/register-queue', 'src/simulator'],
  fastify: ['src/connections'],
  '@fastify/': ['src/connections'],
  react: ['web'],
  'react-dom': ['web'],
  '@mantine/': ['web'],
  '@tanstack/': ['web'],
};

/** Folders that use neither packages nor the runtime: the same in, the same out. */
export const pureFolders = ['src/domain', 'src/messages'];

/** The one folder (or few files of it) that writes a table. */
export const tableOwners: Record<string, string[]> = {
  shop: ['src/pipeline/registers'],
  shop_group: ['src/pipeline/registers'],
  register: ['src/pipeline/registers'],
  setting: ['src/pipeline/registers'],
  event: ['src/pipeline/event-log'],
  package: ['src/pipeline/intake'],
  payment_type: ['src/pipeline/ledger'],
  document_type: ['src/pipeline/ledger'],
  document_type_count: ['src/pipeline/ledger'],
  shift: ['src/pipeline/ledger'],
  document: ['src/pipeline/ledger'],
  document_raw: ['src/pipeline/ledger'],
  position: ['src/pipeline/ledger'],
  discount: ['src/pipeline/ledger'],
  payment: ['src/pipeline/ledger'],
  shift_total: ['src/pipeline/ledger'],
  shift_unmapped_payment: ['src/pipeline/ledger'],
  shift_department: ['src/pipeline/ledger'],
  shift_hour: ['src/pipeline/ledger'],
  shift_payment: ['src/pipeline/ledger'],
  shift_discount: ['src/pipeline/ledger'],
  shift_item: ['src/pipeline/ledger'],
  shop_item: ['src/pipeline/ledger'],
  shop_item_period: ['src/pipeline/ledger'],
  set_aside: ['src/pipeline/ledger'],
  conflict: ['src/pipeline/ledger'],
  security_log: ['src/pipeline/ledger'],
  shift_export: ['src/pipeline/exports'],
  export_file: ['src/pipeline/exports'],
  export_target: ['src/pipeline/exports'],
  shift_feed: ['src/pipeline/exports'],
  sales_request: ['src/pipeline/exports'],
  erp_confirmation: ['src/pipeline/exports'],
  export_backlog: ['src/pipeline/exports'],
  transfer: ['src/pipeline/transfers'],
  shift_check: ['src/pipeline/reconciliation'],
  shift_case: ['src/pipeline/reconciliation'],
  receipt_gap: ['src/pipeline/reconciliation'],
  register_rearm: ['src/pipeline/reconciliation'],
  register_clock: ['src/pipeline/reconciliation'],
  day_archive: ['src/pipeline/archive'],
  deletion_record: ['src/pipeline/archive'],
  trim_run: ['src/pipeline/archive'],
  schedule: ['src/schedule'],
  // Became schedule_run.
  schedule_slot: ['src/schedule'],
  schedule_run: ['src/schedule'],
  archive_file: ['src/pipeline/archive'],
  archive_run: ['src/pipeline/archive'],
  package_decision: ['src/pipeline/archive'],
  storage_size: ['src/pipeline/archive'],
  person: ['src/access'],
  person_shop: ['src/access'],
  session: ['src/access'],
  access_key: ['src/access'],
  key_shop: ['src/access'],
  one_time_link: ['src/access'],
  recovery_code: ['src/access'],
  login_pause: ['src/access'],
  role_rule: ['src/access'],
  provider_login: ['src/access'],
  audit_entry: ['src/audit'],
  store_server: ['src/pipeline/store-servers'],
  register_token: ['src/pipeline/registers'],
  store_server_shop: ['src/pipeline/store-servers'],
  upper_command: ['src/pipeline/forwarding'],
  counter: ['src/platform/database', 'src/schema'],
};

/** Where each habit has its one place. */
export const homes = {
  environment: ['src/config.ts'],
  clock: ['src/platform/clock.ts'],
  timers: ['src/platform/worker-loop.ts', 'src/platform/clock.ts'],
};

export const longestFile = 400;
export const longestFunction = 80;
