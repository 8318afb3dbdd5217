// Every source as an Airbyte source.
export { airbyte } from './airbyte/airbyte.ts'
export type { AirbyteCommand, AirbyteOptions } from './airbyte/airbyte.ts'
export { jsonFile } from './airbyte/json-file.ts'
export { protocolVersion } from './airbyte/protocol.ts'
