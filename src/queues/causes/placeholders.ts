/** What stands for a part that differs from job to job; a person sees by it what was taken out. */
export type Placeholder =
  'value' | 'url' | 'e-mail' | 'id' | 'date' | 'duration' | 'number' | 'amount' | 'size' | 'host' | 'path' | 'region';

export function as(placeholder: Placeholder): string {
  return `‹${placeholder}›`;
}
