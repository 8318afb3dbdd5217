export { fetchTransport } from './http/fetch-transport.ts'
export type { FetchTransportOptions } from './http/fetch-transport.ts'
