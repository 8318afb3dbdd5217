import * as asyncapi from './asyncapi.ts'
import { benchmarkPages } from './benchmarks/benchmarks-page.ts'
import { connectorDocs } from './connector-docs.ts'
import { connectorReadmes } from './connector-readme.ts'
import * as connectorTable from './connector-table.ts'
import * as connectorsLock from './connectors-lock.ts'
import { eventSchemas } from './event-schemas.ts'
import * as metricsDictionary from './metrics-dictionary.ts'
import type { Generator } from './generator.ts'
import { versionModules } from './version-module.ts'

/** Every generated file of the repo. */
export const generators: readonly Generator[] = [
  metricsDictionary,
  ...versionModules(),
  ...connectorDocs(),
  ...connectorReadmes(),
  connectorTable,
  connectorsLock,
  ...eventSchemas(),
  asyncapi,
  ...benchmarkPages(),
]
