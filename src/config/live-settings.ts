import type { Clock, Timer } from '../clock.ts';
import { codeOf, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Environment } from './environment.ts';
import type { Found } from './secret-files.ts';
import { readSettings, type Settings } from './settings.ts';
import { settingsChange } from './settings-changes.ts';

/** How long a rotated credential may go unnoticed where nothing is refused because of it. */
export const REREAD_EVERY_MS = 3 * 60_000;

/** Whoever makes the bot's calls fail does not make it ask the secret store more often than this. */
const REFUSED_AT_MOST_EVERY_MS = 30_000;

export interface LiveSettingsParts {
  /** Reads all sources as they are now. */
  readonly read: () => Promise<Found>;
  /** What was read at start, and found good. */
  readonly values: Environment;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * The settings in force. Credentials that were rotated at their source are taken over while the bot runs:
 * every few minutes, and at once when a service has refused those in force. A source that cannot be read, or
 * holds something unusable, changes nothing.
 */
export class LiveSettings {
  readonly #parts: LiveSettingsParts;
  #values: Environment;
  #settings: Settings;
  #reading: Promise<void> | null = null;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #saidLater = '';
  #onReplaced: (names: readonly string[]) => Promise<void> = async () => undefined;
  /** Names of those that were replaced and nobody could be told of yet. */
  readonly #untold = new Set<string>();
  #stopped = false;
  #cancel: () => void = () => undefined;

  /** Sets who is told of credentials that were replaced, by name; told again with the next reading where that fails. */
  onReplaced(told: (names: readonly string[]) => Promise<void>): void {
    this.#onReplaced = told;
  }

  /** Begins to read again every few minutes, each time after the last has ended. */
  static begin(parts: LiveSettingsParts): LiveSettings {
    const live = new LiveSettings(parts);
    live.#wait();
    return live;
  }

  private constructor(parts: LiveSettingsParts) {
    this.#parts = parts;
    this.#values = parts.values;
    this.#settings = parts.settings;
  }

  /** Asked for each use and kept by nobody. */
  current(): Settings {
    return this.#settings;
  }

  /** For good; a reading in progress ends by itself. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /**
   * Somebody's service has refused a credential: the sources are read again, unless that was done for the
   * same reason a moment ago. Resolves when it is done; what was refused is tried again by who tried it.
   */
  refused(): Promise<void> {
    const now = this.#parts.clock.now();
    if (now - this.#refusedAt < REFUSED_AT_MOST_EVERY_MS) return this.#reading ?? Promise.resolve();
    this.#refusedAt = now;
    return this.reread();
  }

  /** Reads all sources; who asks while they are being read gets that reading. Never rejects. */
  reread(): Promise<void> {
    this.#reading ??= this.#reread()
      .catch((error: unknown) => this.#keep(codeOf(error), [messageOf(error)]))
      .then(() => this.#tell())
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  #wait(): void {
    if (this.#stopped) return;
    this.#cancel = this.#parts.timer(REREAD_EVERY_MS, () => {
      void this.reread().then(() => this.#wait());
    });
  }

  async #reread(): Promise<void> {
    const found = await this.#parts.read();
    const fresh = readSettings(found.values, found);
    if (!fresh.ok) return this.#keep('AIOPS_SETTINGS', fresh.problems);
    const { live, later, values } = settingsChange(this.#values, found.values);
    this.#sayLater(later);
    if (live.length === 0) return;
    const next = readSettings(values, { origins: found.origins, problems: [] });
    if (!next.ok) return this.#keep('AIOPS_SETTINGS', next.problems);
    this.#values = values;
    this.#settings = next.settings;
    this.#parts.log.info({ changed: live }, 'settings: rotated credentials are in use');
    for (const name of live) this.#untold.add(name);
  }

  async #tell(): Promise<void> {
    const names = [...this.#untold];
    if (names.length === 0) return;
    try {
      await this.#onReplaced(names);
      for (const name of names) this.#untold.delete(name);
    } catch (error) {
      this.#parts.log.error(
        { code: codeOf(error), changed: names },
        `settings: that they changed could not be recorded, and is recorded with the next reading: ${messageOf(error)}`,
      );
    }
  }

  /** Once for each state of things, not every few minutes. */
  #sayLater(names: readonly string[]): void {
    const said = names.join(', ');
    if (said === this.#saidLater) return;
    this.#saidLater = said;
    if (said === '') return;
    this.#parts.log.warn(
      { code: 'AIOPS_SETTINGS_RESTART', changed: names },
      `settings: ${said} changed, which takes effect at a restart`,
    );
  }

  #keep(code: string, problems: readonly string[]): void {
    this.#parts.log.error(
      { code },
      `settings: they could not be read again, and those in force stay: ${problems.join('; ')}`,
    );
  }
}
