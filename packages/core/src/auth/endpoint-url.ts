import { AuthorizationError } from './authorization-error.ts'

const placeholder = /\{([A-Za-z][A-Za-z0-9_]*)\}/g
// Letters, digits, dots, hyphens and underscores can't leave the host label or path segment that they are put in.
const safeValue = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/** The template, when it can become an endpoint; else a TypeError for the connector's author. `name` is the option's. */
export function endpointTemplate(name: string, template: string): string {
  const problem = problemOf(template.replace(placeholder, 'x'))
  if (problem !== undefined) throw new TypeError(`${name} '${template}' ${problem}`)
  return template
}

/** The endpoint's URL with each `{name}` filled from the connection's settings. */
export function endpointUrl(template: string, settings: Readonly<Record<string, unknown>>): URL {
  const filled = template.replace(placeholder, (_match, name: string) => {
    const value = settings[name]
    if (typeof value !== 'string' || value === '') {
      throw new AuthorizationError('invalid_input', `settings.${name} is missing: the URL ${template} needs it`)
    }
    if (!safeValue.test(value) || value.includes('..')) {
      throw new AuthorizationError('invalid_input', `settings.${name} can't stand in the URL ${template}: letters, digits, '.', '-' and '_' can`)
    }
    return value
  })
  const problem = problemOf(filled)
  if (problem !== undefined) throw new AuthorizationError('invalid_input', `the URL ${template} with these settings ${problem}`)
  return new URL(filled)
}

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'has credentials in it'
  if (url.hash !== '') return 'has a fragment'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackLiteral(url.hostname))) {
    return 'is not https: plain http is for loopback addresses such as 127.0.0.1 alone'
  }
  return undefined
}

/** A literal, not `localhost`: a name may resolve to another machine. */
function isLoopbackLiteral(hostname: string): boolean {
  return hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
