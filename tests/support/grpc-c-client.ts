/** Whether the run has a Python with the C library of gRPC, the one that registers are built with; `npm test` provides it. */
export const grpcPython = process.env.SMENA_TEST_GRPC_PYTHON ?? '';
export const grpcPythonAvailable = grpcPython !== '';
