import { connectorImports } from './connector-imports.ts'
import { noExportAll } from './no-export-all.ts'
import { noModuleState } from './no-module-state.ts'

/** The rules of CONTRIBUTING that no existing lint rule checks. */
export default {
  meta: { name: 'portico' },
  rules: {
    'connector-imports': connectorImports,
    'no-export-all': noExportAll,
    'no-module-state': noModuleState,
  },
}
