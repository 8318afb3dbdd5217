export { openTelemetry } from './telemetry/open-telemetry.ts'
export type { OpenTelemetry } from './telemetry/open-telemetry.ts'
