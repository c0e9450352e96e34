#!/bin/sh
# Writes the TypeScript code of contracts/*.proto. Needs protoc (Debian: protobuf-compiler); ts-proto comes with npm ci.
set -eu
cd "$(dirname "$0")/.."
out=contracts/generated
mkdir -p "$out"
protoc \
  --plugin=protoc-gen-ts_proto=node_modules/.bin/protoc-gen-ts_proto \
  --ts_proto_out="$out" \
  --ts_proto_opt=outputServices=grpc-js,enumsAsLiterals=true,esModuleInterop=true,importSuffix=.ts,forceLong=number,outputJsonMethods=false,outputPartialMethods=false,useExactTypes=false,unrecognizedEnum=false,useOptionals=none,annotateFilesWithVersion=false \
  --proto_path=contracts \
  contracts/register-sales.proto
