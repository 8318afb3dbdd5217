import { join } from 'node:path'

/** The templates folder, in the repo's root. */
export const templates = join(import.meta.dirname, '..', '..', 'templates')
