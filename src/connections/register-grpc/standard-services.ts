/**
 * What the tools of operators ask every gRPC server: whether it is well (health) and which services it has (reflection). Both come
 * from the libraries of gRPC, which bring a reader of .proto files and keep all descriptions in memory: most servers are never
 * asked, so they are loaded by the first call. Until then calls are bytes.
 */
import { fileURLToPath } from 'node:url';
import {
  type MethodDefinition,
  type Server,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

const HEALTH = '/grpc.health.v1.Health';
/** The two versions of it that tools speak are alike. */
const REFLECTIONS = ['/grpc.reflection.v1.ServerReflection', '/grpc.reflection.v1alpha.ServerReflection'];

const protoFiles = ['register-sales.proto', 'register-command-stream.proto'].map((name) =>
  fileURLToPath(new URL(`../../../contracts/${name}`, import.meta.url)),
);

/** A method of a library: how its messages are read and written, and what answers them. */
type Method = {
  definition: MethodDefinition<unknown, unknown>;
  handle: (call: unknown, callback?: sendUnaryData<unknown>) => void;
};
type Loaded = { methods: ReadonlyMap<string, Method>; stopServing: () => void };
type Events = { on(event: string, listener: (value: unknown) => void): unknown };

/** Adds health and reflection to a server before it starts. `stopServing`: health says NOT_SERVING from now on. */
export function addStandardServices(server: Server): { stopServing(): void } {
  let serving = true;
  let loading: Promise<Loaded> | null = null;
  const methodOf = async (path: string): Promise<Method> => {
    loading ??= load();
    try {
      const { methods, stopServing } = await loading;
      if (!serving) stopServing();
      const method = methods.get(path);
      if (method === undefined) throw new Error(`the library has no ${path}`);
      return method;
    } catch (cause) {
      // The next call tries again: an update may have been in the way.
      loading = null;
      throw cause;
    }
  };
  const add = (path: string, type: string, handle: (...parts: never[]) => void) =>
    server.register(path, handle as never, asItIs, asItIs, type);

  for (const path of [`${HEALTH}/Check`, `${HEALTH}/List`])
    add(path, 'unary', (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
      methodOf(path).then(
        (method) => answerOne(method, call, callback),
        (cause) => callback(failure(cause)),
      );
    });
  add(`${HEALTH}/Watch`, 'serverStream', (call: ServerWritableStream<Buffer, Buffer>) => {
    methodOf(`${HEALTH}/Watch`).then(
      (method) => answerMany(method, call, { request: call.request }),
      (cause) => call.emit('error', failure(cause)),
    );
  });
  for (const path of REFLECTIONS.map((service) => `${service}/ServerReflectionInfo`))
    add(path, 'bidi', (call: ServerDuplexStream<Buffer, Buffer>) => {
      methodOf(path).then(
        (method) => answerMany(method, call, {}),
        (cause) => call.emit('error', failure(cause)),
      );
    });

  return {
    stopServing() {
      serving = false;
      // What could not be loaded has told its caller.
      loading?.then(({ stopServing }) => stopServing()).catch(() => undefined);
    },
  };
}

const asItIs = (bytes: Buffer): Buffer => bytes;

const failure = (cause: unknown) => ({
  code: status.INTERNAL,
  details: cause instanceof Error ? cause.message : String(cause),
});

function answerOne(
  { definition, handle }: Method,
  call: ServerUnaryCall<Buffer, Buffer>,
  callback: sendUnaryData<Buffer>,
): void {
  try {
    handle({ request: definition.requestDeserialize(call.request) }, (error, value) =>
      callback(error, error === null ? definition.responseSerialize(value) : null),
    );
  } catch (cause) {
    callback(failure(cause));
  }
}

/** Hands a stream of bytes to a library as a stream of its messages. */
function answerMany(
  { definition, handle }: Method,
  call: (ServerWritableStream<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>) & Events,
  { request }: { request?: Buffer },
): void {
  // It has gone while the library was loaded, and nobody would tell the library any more.
  if (call.cancelled) return;
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      call.emit('error', failure(cause));
    }
  };
  guarded(() =>
    handle({
      request: request === undefined ? undefined : definition.requestDeserialize(request),
      write: (value: unknown) => call.write(definition.responseSerialize(value)),
      end: () => call.end(),
      on: (event: string, listener: (value: unknown) => void) =>
        call.on(event, (value) =>
          event === 'data' ? guarded(() => listener(definition.requestDeserialize(value as Buffer))) : listener(value),
        ),
    }),
  );
}

/** Loads the libraries and takes from them what they would add to a server. */
async function load(): Promise<Loaded> {
  const [{ HealthImplementation }, { ReflectionService }, { loadSync }] = await Promise.all([
    import('grpc-health-check'),
    import('@grpc/reflection'),
    import('@grpc/proto-loader'),
  ]);
  const methods = new Map<string, Method>();
  const taker = {
    addService(service: ServiceDefinition, handlers: Record<string, Method['handle']>) {
      for (const [name, definition] of Object.entries(service)) {
        const handle = handlers[name] ?? handlers[definition.originalName ?? name];
        if (handle !== undefined) methods.set(definition.path, { definition, handle });
      }
    },
  } as unknown as Server;
  const health = new HealthImplementation({ '': 'SERVING' });
  health.addToServer(taker);
  new ReflectionService(loadSync(protoFiles, { keepCase: true })).addToServer(taker);
  return { methods, stopServing: () => health.setStatus('', 'NOT_SERVING') };
}
