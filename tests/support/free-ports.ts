/** Options of `smena serve` that give every door a free port. */
export const FREE_PORTS = ['--http-port', '--grpc-port', '--thrift-port', '--register-http-port'].flatMap((name) => [
  name,
  '0',
]);
