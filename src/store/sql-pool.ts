/** Rows of one or more statements, in order, and how many rows the last one touched. */
export interface SqlResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number;
}

/** One connection, held until released. */
export interface SqlClient {
  query(text: string, values?: readonly unknown[]): Promise<SqlResult>;
  /** With an error, the connection is not used again. */
  release(error?: Error): void;
}

/** PostgreSQL, on a server or embedded. */
export interface SqlPool {
  connect(): Promise<SqlClient>;
  /** Calls `onNotification` for each NOTIFY, and `onReconnect` whenever some may have been missed. */
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<Listening>;
  /** Statements that every session runs first, also those opened later. */
  setSessionStatements(statements: readonly string[]): Promise<void>;
  end(): Promise<void>;
}

export interface Listening {
  close(): Promise<void>;
}

/** The part of the process's logger that the store uses. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
