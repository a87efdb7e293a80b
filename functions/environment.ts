/**
 * A variable that the function cannot do without.
 *
 * @throws Error that names it.
 */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the environment variable ${name} is not set`);
  return value;
}
