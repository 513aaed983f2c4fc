import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

/** The same type stripping that `node src/…` does, so tests run the code that production runs. */
export default {
  getCacheKey: (text, path) =>
    createHash('sha256').update(`${process.version}\0${path}\0${text}`).digest('hex'),
  process: (text) => ({ code: stripTypeScriptTypes(text, { mode: 'strip' }) }),
};
