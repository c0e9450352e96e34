import { describeApi } from '../../src/connections/web-api/describe-api.ts';

/** The description of the API as other programs read it (OpenAPI 3.1), made from the contract. */
export async function produceOpenApi(): Promise<Record<string, string>> {
  return { 'contracts/openapi.json': await describeApi() };
}
