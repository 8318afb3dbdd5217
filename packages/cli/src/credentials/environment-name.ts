/**
 * The variable that holds a credential if the configuration names none: `PORTICO_GITHUB_TOKEN`,
 * `PORTICO_ZENDESK_OAUTH_CLIENT_ID`.
 */
export function environmentName(connector: string, scheme: string, field: string): string {
  return ['PORTICO', connector, scheme, ...(field === '' ? [] : [field])].map(upper).join('_')
}

function upper(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
}
