import { table } from '../../columns';

/** The fields of the data that the settings name have a column where a job has some. */
export function jobsTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const fields = heading.indexOf('data');
  return table(rows.some((row) => row[fields] !== '') ? all : all.map((row) => row.toSpliced(fields, 1)));
}
