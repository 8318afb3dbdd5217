import { environmentName } from '../credentials/environment-name.ts'
import type { AuthDescription } from '../describe/auth-description.ts'
import type { ConnectorHead } from '../describe/connector-description.ts'
import { schemaFields } from '../describe/schema-fields.ts'

/** The text of a first `portico.config.ts`. */
export function configText(connectors: readonly ConnectorHead[], tenant: string): string {
  const names = connectors.map(keyOf)
  const settings = connectors.flatMap((each) => settingsLines(each))
  return [
    `import { defineConfig } from '@portico/cli'`,
    ...connectors.map(({ exportName, package: name }) => `import { ${exportName} } from '${name}'`),
    '',
    'export default defineConfig({',
    `  tenant: ${quoted(tenant)},`,
    `  connectors: { ${names.join(', ')} },`,
    '  // Names of environment variables, never a secret itself. `portico auth login` keeps one in a file of yours instead.',
    '  credentials: {',
    ...connectors.flatMap((each) => credentialLines(each)),
    '  },',
    ...(settings.length > 0 ? ['  settings: {', ...settings, '  },'] : []),
    '})',
    '',
  ].join('\n')
}

function keyOf({ id, exportName }: ConnectorHead): string {
  return id === exportName ? id : `'${id}': ${exportName}`
}

function credentialLines({ id, auth }: ConnectorHead): string[] {
  const [scheme] = auth
  return scheme ? [`    ${property(id)}: { ${scheme.name}: ${sourceOf(id, scheme)} },`] : []
}

function sourceOf(id: string, { name, fields }: AuthDescription): string {
  const variable = (field: string): string => `{ env: '${environmentName(id, name, field)}' }`
  if (fields.length === 1 && fields[0]?.name === '') return variable('')
  const needed = fields.filter(({ optional }) => !optional)
  return `{ ${needed.map((field) => `${field.name}: ${variable(field.name)}`).join(', ')} }`
}

function settingsLines({ id, settings }: ConnectorHead): string[] {
  const required = settings ? schemaFields(settings).filter((field) => field.required) : []
  return required.length === 0 ? [] : [`    ${property(id)}: { ${required.map(({ path }) => `${path}: ''`).join(', ')} },`]
}

function property(id: string): string {
  return id.includes('-') ? `'${id}'` : id
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
