import { afterEach } from '@jest/globals';

const touched = new Map<string, string | undefined>();

/** The SDK reads its own variables from the process: set for one test, as they were for the next. */
export function processHas(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!touched.has(name)) touched.set(name, process.env[name]);
    put(name, value);
  }
}

afterEach(() => {
  for (const [name, value] of touched) put(name, value);
  touched.clear();
});

function put(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
