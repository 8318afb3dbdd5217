/**
 * Node warns that it reads the configuration as TypeScript, and as a module if no package.json says so. The user can do nothing
 * about either; every other warning is shown.
 */
export function quietWarnings(target: Pick<NodeJS.Process, 'removeAllListeners' | 'on'>): void {
  target.removeAllListeners('warning')
  target.on('warning', (warning: Error & { readonly code?: string }) => {
    if (warning.code === 'MODULE_TYPELESS_PACKAGE_JSON') return
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('Type Stripping')) return
    console.error(`${warning.name}: ${warning.message}`)
  })
}
