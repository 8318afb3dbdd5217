// For tools that read connectors (documentation, tests, the runtime plane), not for services that call them.
export { compileConnector } from './call/compile.ts'
export type { CompiledConnector, CompiledOperation } from './call/compile.ts'
export type { JobDefinition, RollbackDefinition } from './contract/operation.ts'
export { jsonSchemaOf } from './pin/json-schema-of.ts'
export { pinnedData } from './pin/pin.ts'
export { redactFields } from './telemetry/redaction.ts'
export { tokenKey } from './client/token-key.ts'
