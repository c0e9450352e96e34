/** What the pages ask about the exchange with the ERP. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ConfirmationList,
  ConfirmationListQuery,
  ExchangeState,
  ExportBacklog,
  ExportFileList,
  ExportFileListQuery,
  ExportFileText,
  ExportTargetList,
  SalesRequestList,
  SalesRequestListQuery,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, getJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** The hints about exports speak of all of it. */
const key = (part: string, ...rest: unknown[]) => [...queryKeys.exports(), part, ...rest];

export const exchangeQueries = {
  state: (shop?: string) =>
    queryOptions({
      queryKey: key('exchange', shop),
      queryFn: ({ signal }) => getJson<ExchangeState>(routes.exchange, { shop }, signal),
    }),
  files: (query: Partial<ExportFileListQuery>) =>
    queryOptions({
      queryKey: key('files', query),
      queryFn: ({ signal }) => getJson<ExportFileList>(routes.exportFiles, query, signal),
    }),
  file: (fileId: string, from: number, lines: number) =>
    queryOptions({
      queryKey: key('file', fileId, from, lines),
      queryFn: ({ signal }) =>
        getJson<ExportFileText>(fillRoute(routes.exportFile, { fileId }), { from, lines }, signal),
    }),
  requests: (query: Partial<SalesRequestListQuery>) =>
    queryOptions({
      queryKey: key('requests', query),
      queryFn: ({ signal }) => getJson<SalesRequestList>(routes.salesRequests, query, signal),
    }),
  confirmations: (query: Partial<ConfirmationListQuery>) =>
    queryOptions({
      queryKey: key('confirmations', query),
      queryFn: ({ signal }) => getJson<ConfirmationList>(routes.confirmations, query, signal),
    }),
  targets: () =>
    queryOptions({
      queryKey: key('targets'),
      queryFn: ({ signal }) => getJson<ExportTargetList>(routes.exportTargets, {}, signal),
    }),
  backlog: () =>
    queryOptions({
      queryKey: key('backlog'),
      queryFn: ({ signal }) => getJson<ExportBacklog>(routes.exportBacklog, {}, signal),
    }),
};
