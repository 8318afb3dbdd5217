import type { ConnectorDescription } from '../describe/connector-description.ts'
import { limitsWords } from '../describe/facade.ts'
import { schemaFields } from '../describe/schema-fields.ts'
import { operationSection } from './operation-section.ts'
import { operationsTable } from './operations-table.ts'
import { code, fenced, prose, table } from './text.ts'

/** A connector's whole contract as a page. */
export function connectorPage(connector: ConnectorDescription): string {
  const { id, title, limits, facts, failures, operations } = connector
  if (operations.length === 0) return streamsPage(connector)
  return `${[
    `# ${title.en} · <span dir="rtl" lang="ar">${title.ar}</span>`,
    `Generated from ${code(connector.package)}: change the connector's sources, not this page.`,
    table(
      ['', ''],
      [
        ['package', `${code(connector.package)} ${connector.version}`],
        ['vendor API', code(connector.vendorVersion)],
        ...connector.origins.map(({ name, location }) => [`origin ${code(name)}`, code(location)]),
        ['limits', limits ? prose(limitsWords(limits)) : 'not stated: the vendor answers 429'],
        ['health', connector.health === undefined ? 'no query' : code(connector.health)],
        ['support', supportWords(connector)],
        ['facts', `${prose(facts.source)}; checked on ${facts.verifiedAt}`],
      ],
    ),
    '## Connect',
    fenced('ts', connectCode(connector)),
    credentialsTable(connector),
    ...settingsPart(connector),
    `From a shell: ${code(`portico describe ${id}`)}, ${code(`portico call ${id}.<operation> --dry-run`)}.`,
    '## Common to every operation',
    everyOperation(connector),
    '## Operations',
    operationsTable(connector, ''),
    ...operations.map(operationSection),
    '## Errors',
    errorsText,
    failures.length === 0
      ? 'The connector names no codes of the vendor: the HTTP status decides.'
      : table(
          ['vendor code', 'error code', 'commit state', 'sent again'],
          failures.map((failure) => [
            code(failure.vendorCode),
            code(failure.code),
            failure.commitState ?? 'by its status',
            failure.retryable === undefined ? 'by its code' : failure.retryable ? 'yes' : 'no',
          ]),
        ),
  ].join('\n\n')}\n`
}

/** For a connector that is only a source for syncs. */
function streamsPage(connector: ConnectorDescription): string {
  const { id, title, facts } = connector
  return `${[
    `# ${title.en} · <span dir="rtl" lang="ar">${title.ar}</span>`,
    `Generated from ${code(connector.package)}: change the connector's sources, not this page.`,
    table(
      ['', ''],
      [
        ['package', `${code(connector.package)} ${connector.version}`],
        ['versions', code(connector.vendorVersion)],
        ['support', supportWords(connector)],
        ['facts', `${prose(facts.source)}; checked on ${facts.verifiedAt}`],
      ],
    ),
    `It has no operations: only syncs read its streams. From a shell: ${code(`portico sync ${id} --help`)}.`,
    '## Connect',
    credentialsTable(connector),
    ...settingsPart(connector),
  ].join('\n\n')}\n`
}

const errorsText =
  'Every error is a `ConnectorError`: `code` is one of a closed union, `commitState` says whether the vendor acted, and `vendor.code` is ' +
  "one of these. A code that is not here is in `vendor.undeclaredCode`, and the answer's status decides."

function connectCode({ id, exportName, package: name, auth, settings }: ConnectorDescription): string {
  const scheme = auth[0]
  const credential = !scheme
    ? ''
    : scheme.fields.length === 1 && scheme.fields[0]?.name === ''
      ? `process.env.${upper(id)}_${upper(scheme.name)}!`
      : `{ ${scheme.fields
          .filter(({ optional }) => !optional)
          .map((field) => `${field.name}: process.env.${upper(field.name)}!`)
          .join(', ')} }`
  const fields = settings ? schemaFields(settings).filter(({ required }) => required) : []
  return [
    `import { connect } from '@portico/core'`,
    `import { ${exportName} } from '${name}'`,
    '',
    `const client = connect(${exportName}, {`,
    `  tenantId: 'acme',`,
    ...(scheme ? [`  credentials: { ${scheme.name}: ${credential} },`] : []),
    ...(fields.length > 0 ? [`  settings: { ${fields.map(({ path }) => `${path}: '…'`).join(', ')} },`] : []),
    `  actor: { type: 'human', id: 'mona' },`,
    `})`,
  ].join('\n')
}

function upper(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase()
}

function everyOperation({ id, version, vendorVersion, operations }: ConnectorDescription): string {
  const seen = <T>(all: readonly (readonly T[])[]): readonly T[] => [...new Set(all.flat())]
  const metrics = seen(operations.map(({ observability }) => observability.metrics))
  const events = seen(operations.map(({ observability }) => observability.events))
  return table(
    ['facade field', 'what is stated'],
    [
      ['version', `connector ${version}, vendor API ${vendorVersion}`],
      [
        'observability',
        `a span ${code(`${id}.<operation>`)}; metrics ${metrics.map(code).join(', ')}; events ${events.map(code).join(', ')}; ` +
          `a log record ${code('portico.call.failed')} on failure. None of them contains secrets.`,
      ],
    ],
  )
}

function credentialsTable({ auth }: ConnectorDescription): string {
  const rows = auth.map(({ name, kind, fields, statement }) => [
    code(name),
    kind,
    fields.map((field) => `${field.name || 'the secret itself'}${field.optional ? ' (optional)' : ''}`).join(', '),
    Object.entries(statement)
      .filter(([, value]) => typeof value === 'string' || (Array.isArray(value) && value.length > 0))
      .map(([key, value]) => `${key}: ${String(value)}`)
      .join('; '),
  ])
  return table(['credentials', 'kind', 'fields', 'options'], rows)
}

function settingsPart({ settings }: ConnectorDescription): string[] {
  const fields = settings ? schemaFields(settings) : []
  if (fields.length === 0) return []
  const rows = fields.map(({ path, type, required, note }) => [code(path), code(type), required ? 'yes' : '', prose(note)])
  return [table(['settings', 'type', 'required', ''], rows)]
}

function supportWords({ support }: ConnectorDescription): string {
  if (!support) return 'not stated'
  const { vendor, until, majorsForMonths } = support
  const named = until === undefined ? '' : ` The vendor supports it until ${until}.`
  return `${prose(vendor)}${named} A major version of the connector gets fixes for ${majorsForMonths} months after the next one.`
}
