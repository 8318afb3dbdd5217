// The engine on Restate: an entry point of its own, since it needs the SDK and a server.
export { restateEngine } from './engine/restate/restate-engine.ts'
export type { RestateEngineOptions } from './engine/restate/restate-engine.ts'
export type { RestateAddresses } from './engine/restate/restate-client.ts'
export type { RestateEndpoint } from './engine/restate/restate-worker.ts'
