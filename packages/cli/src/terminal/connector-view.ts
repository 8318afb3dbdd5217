import type { ConnectorDescription } from '../describe/connector-description.ts'
import { limitsWords } from '../describe/facade.ts'
import type { OperationDescription } from '../describe/operation-description.ts'
import type { Output } from './output.ts'
import { alignedRows, listing } from './table.ts'

/** A connector for people: where it goes, how to log in, and a line per operation. `name` is its name in commands. */
export function connectorLines(connector: ConnectorDescription, name: string, output: Output): string[] {
  const { style, width } = output
  const { title, limits, facts, auth, settings, operations } = connector
  const fields = [
    ['package', `${connector.package} ${connector.version}`],
    ['vendor API', connector.vendorVersion],
    ...connector.origins.map((origin) => [`origin ${origin.name}`, origin.location]),
    ...auth.map((scheme) => ['credentials', `${scheme.name} (${scheme.kind})`]),
    ...(settings ? [['settings', Object.keys(settings['properties'] ?? {}).join(', ')]] : []),
    ...(operations.length === 0
      ? []
      : [
          ['limits', limits ? limitsWords(limits) : 'not stated: the vendor answers 429'],
          [
            'errors',
            connector.failures.length === 0
              ? 'by HTTP status'
              : `${connector.failures.length} codes of the vendor have a meaning: see portico docs ${name}`,
          ],
          ['health', connector.health ?? 'no query'],
        ]),
    ['facts', `${facts.source}, checked on ${facts.verifiedAt}`],
  ]
  const labelled = fields.map(([field = '', says = '']) => [style.dim(field), says])
  const stated = [`${style.bold(title.en)} · ${title.ar}`, '', ...alignedRows(labelled, { width, last: 'wrap' }), '']
  if (operations.length === 0) return [...stated, style.dim(`only syncs read its streams: portico sync ${name} --help`)]
  return [
    ...stated,
    ...listing(
      ['operation', 'kind', 'classes', 'what it does'],
      operations.map((each) => row(each, output)),
      { width, style },
    ),
    '',
    style.dim(`portico describe ${name} <operation> shows everything; portico docs ${name} prints a page`),
  ]
}

function row({ name, kind, approval, summary }: OperationDescription, { style }: Output): string[] {
  const classes = `${approval.approval} ${approval.reversibility} ${approval.sensitivity}`
  return [style.bold(name), kind, approval.decisions.human.actionClass === 'A' ? classes : style.yellow(classes), summary]
}
