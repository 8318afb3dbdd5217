export { airbyteChecks } from './airbyte/airbyte-checks.ts'
export type { AirbyteCheck } from './airbyte/airbyte-checks.ts'
export { airbyteConformance } from './airbyte/airbyte-conformance.ts'
export type { AirbyteCommand, AirbyteGiven, AirbyteSource, JsonObject } from './airbyte/airbyte-run.ts'
