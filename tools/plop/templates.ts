import { join } from 'node:path'

/** The folder of templates, at the root. */
export const templates = join(import.meta.dirname, '..', '..', 'templates')
